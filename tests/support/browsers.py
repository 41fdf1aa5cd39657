"""Where the browser is, and how it is started: quietly, and without asking anybody outside."""

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")
# None: the one that Playwright installed for itself.
CHROMIUM = next((path for name in NAMES if (path := shutil.which(name))), None)
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
