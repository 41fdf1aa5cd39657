"""The folder a test lies in is its marker; servers come from one place."""

from pathlib import Path

pytest_plugins = ("tests.support.fixtures",)

TESTS = Path(__file__).parent


def pytest_collection_modifyitems(items):
    for item in items:
        item.add_marker(item.path.relative_to(TESTS).parts[0])
