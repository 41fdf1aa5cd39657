"""Verify exports of the audit trail anywhere: needs Python alone, and nothing of this product.

    python deploy/verify_audit.py JCP-2017-03.json ...
    python deploy/verify_audit.py --earlier january.json june.json

An export holds four chains: draft, versions, moves and acts. Each row has the hash

    sha256 = SHA-256(sha256 of the row before as text, then SHA-256(record) as text)

where the first row builds on sixty-four zeros and `record` is the row without its hash, together
with the reference of the proposal and the name of the chain, as JSON with sorted names and without
spaces, in UTF-8. Rows without a hash are from before there was a chain.

Besides, each version has a fingerprint of its content, and each move a hash of its own.

A chain cannot tell that its last rows were cut off. With `--earlier`, an export of the same
proposal that was kept elsewhere, it is checked that everything in there is still here.

Ends with 1 when something is not as it was, with 2 when a file cannot be read.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from typing import Any

Row = dict[str, Any]

CHAINS = ("draft", "versions", "moves", "acts")
BEGINNING = "0" * 64


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def canonical(value: Any, ascii_only: bool = False) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=ascii_only)


def wrong_in_chain(proposal: str, chain: str, rows: list[Row]) -> tuple[Row | None, int]:
    """The first row whose place or hash is wrong, or None; and how many rows have no hash."""
    before, older = BEGINNING, 0
    for number, row in enumerate(rows, 1):
        if row["sha256"] is None and before == BEGINNING:
            older += 1
            continue
        record = {name: value for name, value in row.items() if name != "sha256"}
        record.update(proposal=proposal, chain=chain)
        right = sha256(before + sha256(canonical(record)))
        if row["position"] != number or row["sha256"] != right:
            return row, older
        before = right
    return None, older


def wrong_version(proposal: str, rows: list[Row]) -> Row | None:
    """The first version whose content has another fingerprint."""
    for row in rows:
        facts = row["facts"]
        document = {"proposal": proposal, "version": row["position"], "content": facts["content"]}
        if facts["sha256"] != sha256(canonical(document)):
            return row
    return None


def wrong_move(proposal: str, rows: list[Row]) -> Row | None:
    """The first move that does not follow from the one before."""
    before = BEGINNING
    for row in rows:
        record = {**row["facts"], "position": row["position"], "on": row["happened_on"]}
        record.update(sha256=before, proposal=proposal)
        if row["facts"]["sha256"] != sha256(canonical(record, ascii_only=True)):
            return row
        before = row["facts"]["sha256"]
    return None


def missing_since(earlier: Any, document: Any) -> list[str]:
    """Rows of an earlier export that are not in this one: the first of each chain."""
    found = []
    for chain in CHAINS:
        here = document[chain]
        gone = [row for at, row in enumerate(earlier[chain]) if row not in here[at : at + 1]]
        found += [f"{place(chain, row)} of the earlier export is not there" for row in gone[:1]]
    return found


def look(document: Any, earlier: Any) -> tuple[list[str], str]:
    """(sentences that say what is wrong, a sentence that says what was verified)"""
    proposal = document["proposal"]["id"]
    faults: list[str] = []
    counts: dict[str, int] = {}
    older = 0
    for chain in CHAINS:
        row, without = wrong_in_chain(proposal, chain, document[chain])
        faults += [named(chain, row)] if row else []
        counts[chain], older = len(document[chain]) - without, older + without
    for chain, find in (("versions", wrong_version), ("moves", wrong_move)):
        row = find(proposal, document[chain])
        faults += [named(chain, row)] if row else []
    if earlier and earlier["proposal"]["id"] != proposal:
        faults.append(f"the earlier export is of {earlier['proposal']['id']}")
    elif earlier:
        faults += missing_since(earlier, document)
    said = ", ".join(f"{number} {chain}" for chain, number in counts.items())
    before = f"; {older} rows from before there was a chain" if older else ""
    return list(dict.fromkeys(faults)), f"{said} verified{before}"


def named(chain: str, row: Row) -> str:
    return f"{place(chain, row)} is not what was recorded there"


def place(chain: str, row: Row) -> str:
    return f"row {row['position']} of {chain} ({row['kind']}, {row['happened_on']})"


def read(path: str) -> Any:
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+")
    parser.add_argument("--earlier", help="an earlier export of the same proposal")
    chosen = parser.parse_args(arguments)
    try:
        earlier = read(chosen.earlier) if chosen.earlier else None
        # All are looked at, also when the first is broken.
        broken = [say(read(path), earlier) for path in chosen.files]
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        print(f"This is no export of an audit trail: {wrong!r}", file=sys.stderr)
        return 2
    return 1 if any(broken) else 0


def say(document: Any, earlier: Any) -> bool:
    """Print what was found; whether something is wrong."""
    faults, verified = look(document, earlier)
    for sentence in faults or [verified]:
        print(f"{document['proposal']['id']}: {sentence}.")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
