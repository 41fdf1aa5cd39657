"""`make run`: both stories and a proposal of these days, told in silence; harmless to repeat."""

import os
import sys
from pathlib import Path

from deploy.demo import today
from deploy.demo.client import Refused
from deploy.demo.stories import CHAPTERS, a_story
from shared.clock import legal_day, now


def main() -> int:
    story = a_story(os.environ["JC_PORTAL_URL"], Path(os.environ["JC_PEOPLE_FILE"]), _silent)
    try:
        for tell in CHAPTERS:
            tell(story)
        today.tell(story, legal_day(now()))
    except (OSError, Refused, AssertionError) as trouble:
        print(f"The demonstration could not be loaded: {trouble}", file=sys.stderr)
        return 1
    return 0


def _silent(_: str) -> None:
    """Progress is shown by whoever loads."""


if __name__ == "__main__":
    sys.exit(main())
