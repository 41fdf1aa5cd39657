"""The folder a test lies in is its marker."""

from pathlib import Path

TESTS = Path(__file__).parent


def pytest_collection_modifyitems(items):
    for item in items:
        item.add_marker(item.path.relative_to(TESTS).parts[0])
