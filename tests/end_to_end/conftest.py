"""A browser, and the front-end parts that pages are served with."""

import subprocess
import sys

import pytest
from playwright.sync_api import sync_playwright

from tests.support.browsers import CHROMIUM, FLAGS


@pytest.fixture(scope="session")
def front_end():
    """The front-end parts, installed and built as `make` does it."""
    subprocess.run([sys.executable, "-m", "services.portal.assets"], check=True)


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()
