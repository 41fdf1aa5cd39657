"""`make demo`: play both stories through the running product, then hold the end against the record.

Needs JC_PORTAL_URL (the portal's address) and JC_PEOPLE_FILE (written by the portal's seed).
"""

import os
import sys
from pathlib import Path

from deploy.demo import end_state
from deploy.demo.client import Refused
from deploy.demo.stories import CHAPTERS, a_story


def main() -> int:
    try:
        address, people = os.environ["JC_PORTAL_URL"], Path(os.environ["JC_PEOPLE_FILE"])
    except KeyError as missing:
        print(f"Set {missing.args[0]}, or use `make demo`, which sets it.", file=sys.stderr)
        return 1
    try:
        story = a_story(address, people, print)
        for tell in CHAPTERS:
            tell(story)
        checks = end_state.look(story)
    except (OSError, Refused, AssertionError) as trouble:
        print(f"\nThe story stopped: {trouble}", file=sys.stderr)
        print("`make status` says what is running; `make demo` goes on from here.", file=sys.stderr)
        return 1
    return _report(checks)


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
