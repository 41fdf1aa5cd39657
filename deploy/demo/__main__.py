"""`make demo`: play both stories through the running product, then hold the end against the record.

Speaks to the product that `make run` started; else JC_PORTAL_URL is the portal's address, and
JC_PEOPLE_FILE the file that the portal's seed wrote.
"""

import os
import sys
from pathlib import Path

from deploy.demo import end_state
from deploy.demo.client import Refused
from deploy.demo.stories import CHAPTERS, a_story
from deploy.local.places import Places
from deploy.local.trouble import Trouble


def main() -> int:
    try:
        story = a_story(*_where(), print)
        for tell in CHAPTERS:
            tell(story)
        checks = end_state.look(story)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except (OSError, Refused, AssertionError) as trouble:
        print(f"\nThe story stopped: {trouble}", file=sys.stderr)
        print("`make status` says what is running; `make demo` goes on from here.", file=sys.stderr)
        return 1
    return _report(checks)


def _where() -> tuple[str, Path]:
    """The portal's address, and the file with everybody's key."""
    if "JC_PORTAL_URL" in os.environ:
        return os.environ["JC_PORTAL_URL"], Path(os.environ.get("JC_PEOPLE_FILE", "people.json"))
    places = Places()
    choices = places.choices()
    if choices is None:
        raise Trouble("The product is not running here.", "`make run` starts it.")
    return choices.portal_url, places.people


def _report(checks: list[end_state.Check]) -> int:
    print("\nThe end, held against the record")
    for check in checks:
        print(f"  {'as on record' if check.holds else 'NOT ON RECORD'}  {check.what}")
        if not check.holds:
            print(f"      on record: {check.expected}\n      found:     {check.found}")
    wrong = sum(not check.holds for check in checks)
    print(f"\n{len(checks) - wrong} of {len(checks)} facts are as on record.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
