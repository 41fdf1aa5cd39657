"""Each acceptance test and trap of the field is proved by a test that carries its number."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parents[1]
FIELD = tomllib.loads((TESTS / "proofs.toml").read_text(encoding="utf-8"))


def carried(source: str) -> Iterator[str]:
    """Numbers in `proves` above the tests of a module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            for mark in node.decorator_list:
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.proves":
                    yield from map(ast.literal_eval, mark.args)


def all_carried() -> set[str]:
    sources = (path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py"))
    return {number for source in sources for number in carried(source)}


def test_what_is_proved_and_what_is_open_is_true():
    assert all_carried() == set(FIELD["proved"])


def test_all_of_the_field_is_there_once():
    numbers = [*FIELD["proved"], *FIELD["open"]]
    wanted = [*(f"A{n}" for n in range(1, 23)), *(f"T{n:02d}" for n in range(1, 43))]
    assert sorted(numbers) == sorted(wanted)


def test_a_number_counts_on_a_test_alone():
    source = """
@pytest.mark.proves("A1", "T02")
def test_one(): ...
@pytest.mark.proves("A3")
def no_test(): ...
class TestMany:
    @pytest.mark.proves("A4")
    def test_two(self): ...
"""
    assert list(carried(source)) == ["A1", "T02", "A4"]
