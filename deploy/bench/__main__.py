"""python -m deploy.bench [part] ...: everything, or the parts that are named.

Parts: events, http, proposals, chains, gates, why_not, deadlines, migration, footprint.

Ends with 1 where a number misses its target.
"""

import sys
from collections.abc import Callable, Iterator

from deploy.bench import (
    chains,
    deadlines,
    events,
    footprint,
    gates,
    http,
    migration,
    proposals,
    why_not,
)
from deploy.bench.table import Row, drawn
from deploy.local.trouble import Trouble

PARTS: dict[str, Callable[[], Iterator[Row]]] = {
    "events": events.measure,
    "http": http.measure,
    "deadlines": deadlines.measure,
    "migration": migration.measure,
    "proposals": proposals.measure,
    "chains": chains.measure,
    "gates": gates.measure,
    "why_not": why_not.measure,
    "footprint": footprint.measure,
}


def main(names: list[str]) -> int:
    if unknown := set(names) - set(PARTS):
        print(f"There is no part {', '.join(unknown)}. Choose from: {', '.join(PARTS)}.")
        return 2
    rows: list[Row] = []
    try:
        for name in names or PARTS:
            print(f"Measuring {name} ...", file=sys.stderr, flush=True)
            for row in PARTS[name]():
                print(f"  {'  '.join(row.cells())}", file=sys.stderr, flush=True)
                rows.append(row)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    print(drawn(rows))
    return 0 if all(row.holds for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
