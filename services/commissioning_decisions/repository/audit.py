"""What is recorded about proposals, row by row, with the hash of each row."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from services.commissioning_decisions.domain import records
from services.commissioning_decisions.domain.case import Proposal
from services.commissioning_decisions.domain.records import Record
from services.commissioning_decisions.repository.cases import moved_of
from shared.database.transaction import Row, Transaction
from shared.errors import NotFound

# All chains of each proposal by one question. In a JSON array days and instants are text.
FIND_RECORDED = """
SELECT p.*,
    array(SELECT to_jsonb(v) FROM proposal_versions v WHERE v.proposal_id = p.id
          ORDER BY number) AS versions,
    array(SELECT to_jsonb(m) FROM moves m WHERE m.proposal_id = p.id ORDER BY position) AS moves,
    array(SELECT to_jsonb(a) FROM acts a WHERE a.proposal_id = p.id ORDER BY position) AS acts
FROM proposals p
WHERE (%(id)s::text IS NULL OR p.id = %(id)s) AND p.id > %(after)s
ORDER BY p.id LIMIT %(limit)s
"""

Hashed = tuple[Record, str | None]


@dataclass(frozen=True)
class Recorded:
    """Each chain with the hashes as they stand in the database; none before the chain begins."""

    proposal_id: str
    title: str
    stage: str
    rows: tuple[Hashed, ...]

    def of(self, chain: str) -> list[Hashed]:
        return [row for row in self.rows if row[0].chain == chain]


def find_recorded(tx: Transaction, id: str) -> Recorded:
    """Everything about one proposal; `proposal_not_found` where there is none."""
    found = tx.run(FIND_RECORDED, id=id, after="", limit=1)
    if not found:
        raise NotFound("proposal_not_found", f"There is no proposal {id}. Check its reference.")
    return _recorded(found[0])


def find_recorded_page(tx: Transaction, after: str | None, limit: int) -> list[Recorded]:
    """By reference."""
    rows = tx.run(FIND_RECORDED, id=None, after=after or "", limit=limit)
    return [_recorded(row) for row in rows]


def _recorded(row: Row) -> Recorded:
    return Recorded(row["id"], row["title"], row["stage"], tuple(_rows(row)))


def _rows(row: Row) -> Iterator[Hashed]:
    about = Proposal(
        id=row["id"],
        title=row["title"],
        service_type=row["service_type"],
        need_id=row["need_id"],
        lead=row["lead"],
        partners=tuple(row["partners"]),
        drafted_on=row["drafted_on"],
    )
    yield records.of_draft(about, row["recorded_at"]), row["sha256"]
    yield from (_version(each) for each in row["versions"])
    yield from (_move(each) for each in row["moves"])
    yield from (_act(each) for each in row["acts"])


def _version(row: Row) -> Hashed:
    facts = {name: row[name] for name in ("content", "sha256", "reason", "level")}
    written_on = date.fromisoformat(row["written_on"])
    at = datetime.fromisoformat(row["recorded_at"])
    record = records.of_version(row["number"], facts, written_on, row["organisation"], at)
    return record, row["chain_sha256"]


def _move(row: Row) -> Hashed:
    at = datetime.fromisoformat(row["recorded_at"])
    return records.of_move(moved_of(row), row["organisation"], at), row["chain_sha256"]


def _act(row: Row) -> Hashed:
    record = records.of_act(
        row["position"],
        row["kind"],
        row["facts"],
        row["seal_salt"],
        date.fromisoformat(row["happened_on"]),
        row["organisation"],
        datetime.fromisoformat(row["recorded_at"]),
    )
    return record, row["sha256"]
