"""Every statement that this service runs, and what its rows mean."""

from datetime import date
from typing import Any

from services.contract_monitoring.domain.cases import Case
from services.contract_monitoring.domain.contracts import Condition, Contract, ProposalMove
from services.contract_monitoring.domain.measures import Rating
from services.contract_monitoring.domain.notices import Closure, Level, Notice
from services.contract_monitoring.domain.periods import Period, PeriodKind
from services.contract_monitoring.domain.returns import Return, ReturnStage, Revision
from services.contract_monitoring.repository.agreement import as_agreed, find_all_changes
from shared.database.transaction import Row, Transaction
from shared.errors import NotFound

# A version that arrives late changes nothing.
KEEP_CONTRACT = """
INSERT INTO contracts (id, version, facts, starts_on)
VALUES (%(id)s, %(version)s, %(facts)s, %(starts_on)s)
ON CONFLICT (id) DO UPDATE
SET version = EXCLUDED.version, facts = EXCLUDED.facts, starts_on = EXCLUDED.starts_on
WHERE contracts.version < EXCLUDED.version
"""

FIND_CONTRACT = "SELECT * FROM contracts WHERE id = %(id)s"

# Acts on one contract wait for each other: each must see the notices that the last one raised.
LOCK_CONTRACT = "SELECT * FROM contracts WHERE id = %(id)s FOR UPDATE"

FIND_ALL_CONTRACTS = "SELECT * FROM contracts ORDER BY id"

FIND_ALL_TO_COMMENCE = """
SELECT id FROM contracts
WHERE announced_start IS DISTINCT FROM starts_on AND starts_on <= %(today)s
ORDER BY id
"""

SAVE_CONTRACT = """
UPDATE contracts
SET announced_start = %(announced_start)s,
    review_opened_on = %(review_opened_on)s, review_reason = %(review_reason)s
WHERE id = %(id)s
"""

KEEP_MOVE = """
INSERT INTO proposal_moves (proposal_id, version, from_stage, to_stage, moved_on, because)
VALUES (%(proposal_id)s, %(version)s, %(from_stage)s, %(to_stage)s, %(moved_on)s, %(because)s)
ON CONFLICT DO NOTHING
"""

FIND_ALL_MOVES = """
SELECT * FROM proposal_moves WHERE proposal_id = ANY(%(proposal_ids)s) ORDER BY version
"""

ADD_RETURN = """
INSERT INTO returns (contract_id, measure, period, period_kind, starts_on, ends_on, stage,
                     submitted_by, organisation, submitted_on)
VALUES (%(contract_id)s, %(measure)s, %(period)s, %(period_kind)s, %(starts_on)s, %(ends_on)s,
        %(stage)s, %(submitted_by)s, %(organisation)s, %(submitted_on)s)
"""

SAVE_RETURN = """
UPDATE returns
SET stage = %(stage)s, validated_by = %(validated_by)s, validated_on = %(validated_on)s
WHERE contract_id = %(contract_id)s AND measure = %(measure)s AND period = %(period)s
"""

ADD_REVISION = """
INSERT INTO return_revisions (contract_id, measure, period, revision, numerator, denominator,
                              rating, target, known_on, entered_by, reason, recorded_at)
VALUES (%(contract_id)s, %(measure)s, %(period)s, %(revision)s, %(numerator)s, %(denominator)s,
        %(rating)s, %(target)s, %(known_on)s, %(entered_by)s, %(reason)s, %(recorded_at)s)
"""

FIND_ALL_RETURNS = """
SELECT * FROM returns WHERE contract_id = ANY(%(contract_ids)s)
ORDER BY contract_id, measure, ends_on
"""

FIND_ALL_REVISIONS = """
SELECT * FROM return_revisions WHERE contract_id = ANY(%(contract_ids)s)
ORDER BY contract_id, measure, period, revision
"""

ADD_NOTICE = """
INSERT INTO notices (contract_id, number, measure, level, period, until, raised_on, because,
                     cure_by, recorded_at)
VALUES (%(contract_id)s, %(number)s, %(measure)s, %(level)s, %(period)s, %(until)s,
        %(raised_on)s, %(because)s, %(cure_by)s, %(recorded_at)s)
"""

CLOSE_NOTICE = """
UPDATE notices
SET closed_on = %(closed_on)s, closure = %(closure)s, evidence = %(evidence)s,
    settled_until = %(settled_until)s
WHERE contract_id = %(contract_id)s AND number = %(number)s
"""

FIND_ALL_NOTICES = """
SELECT * FROM notices WHERE contract_id = ANY(%(contract_ids)s) ORDER BY contract_id, number
"""

ADD_MONEY_TEST = """
INSERT INTO money_tests (contract_id, number, kind, calculated_on, outcome, recorded_at)
SELECT %(contract_id)s, count(*) + 1, %(kind)s, %(calculated_on)s, %(outcome)s, %(recorded_at)s
FROM money_tests WHERE contract_id = %(contract_id)s
"""

FIND_ALL_MONEY_TESTS = """
SELECT kind, calculated_on, outcome FROM money_tests
WHERE contract_id = %(contract_id)s ORDER BY number
"""


def keep_contract(tx: Transaction, version: int, facts: dict[str, Any]) -> None:
    tx.send(
        KEEP_CONTRACT,
        id=facts["id"],
        version=version,
        facts=facts,
        starts_on=facts["starts_on"],
    )


def keep_move(tx: Transaction, proposal_id: str, move: ProposalMove) -> None:
    tx.send_often(
        KEEP_MOVE,
        proposal_id=proposal_id,
        version=move.version,
        from_stage=move.from_stage,
        to_stage=move.to_stage,
        moved_on=move.on,
        because=move.because,
    )


def find(tx: Transaction, contract_id: str, *, lock: bool = False) -> Case:
    rows = tx.run(LOCK_CONTRACT if lock else FIND_CONTRACT, id=contract_id)
    if not rows:
        raise NotFound(
            "contract_not_found",
            f"There is no contract {contract_id}. Check the reference.",
            {"contract": contract_id},
        )
    [case] = _cases(tx, rows)
    return case


def find_all(tx: Transaction) -> list[Case]:
    return _cases(tx, tx.run(FIND_ALL_CONTRACTS))


def find_facts(tx: Transaction, contract_id: str) -> dict[str, Any]:
    """The contract as it was announced, whole."""
    [row] = tx.run(FIND_CONTRACT, id=contract_id)
    facts: dict[str, Any] = row["facts"]
    return facts


def find_all_to_commence(tx: Transaction, today: date) -> list[str]:
    return [row["id"] for row in tx.run(FIND_ALL_TO_COMMENCE, today=today)]


def save_contract(tx: Transaction, contract: Contract) -> None:
    tx.send(
        SAVE_CONTRACT,
        id=contract.id,
        announced_start=contract.announced_start,
        review_opened_on=contract.review_opened_on,
        review_reason=contract.review_reason,
    )


def add_return(tx: Transaction, return_: Return, organisation: str) -> None:
    tx.send(
        ADD_RETURN,
        **_key(return_),
        period_kind=return_.period.kind,
        starts_on=return_.period.starts_on,
        ends_on=return_.period.ends_on,
        stage=return_.stage,
        submitted_by=return_.submitted_by,
        organisation=organisation,
        submitted_on=return_.submitted_on,
    )
    _add_revision(tx, return_)


def save_validation(tx: Transaction, return_: Return) -> None:
    tx.send(
        SAVE_RETURN,
        **_key(return_),
        stage=return_.stage,
        validated_by=return_.validated_by,
        validated_on=return_.validated_on,
    )


def save_restatement(tx: Transaction, return_: Return) -> None:
    save_validation(tx, return_)
    _add_revision(tx, return_)


def add_notice(tx: Transaction, notice: Notice) -> None:
    tx.send(
        ADD_NOTICE,
        contract_id=notice.contract_id,
        number=notice.number,
        measure=notice.measure,
        level=int(notice.level),
        period=notice.period,
        until=notice.until,
        raised_on=notice.raised_on,
        because=notice.because,
        cure_by=notice.cure_by,
        recorded_at=tx.context.at,
    )


def close_notice(tx: Transaction, notice: Notice) -> None:
    tx.send(
        CLOSE_NOTICE,
        contract_id=notice.contract_id,
        number=notice.number,
        closed_on=notice.closed_on,
        closure=notice.closure,
        evidence=notice.evidence,
        settled_until=notice.settled_until,
    )


def add_money_test(
    tx: Transaction, contract_id: str, kind: str, on: date, outcome: dict[str, Any]
) -> None:
    tx.send(
        ADD_MONEY_TEST,
        contract_id=contract_id,
        kind=kind,
        calculated_on=on,
        outcome=outcome,
        recorded_at=tx.context.at,
    )


def find_all_money_tests(tx: Transaction, contract_id: str) -> list[Row]:
    return tx.run(FIND_ALL_MONEY_TESTS, contract_id=contract_id)


def _key(return_: Return) -> dict[str, str]:
    return {
        "contract_id": return_.contract_id,
        "measure": return_.measure,
        "period": return_.period.label,
    }


def _add_revision(tx: Transaction, return_: Return) -> None:
    current = return_.current
    tx.send(
        ADD_REVISION,
        **_key(return_),
        revision=current.number,
        numerator=current.numerator,
        denominator=current.denominator,
        rating=current.rating,
        target=current.target,
        known_on=current.known_on,
        entered_by=current.by,
        reason=current.reason,
        recorded_at=tx.context.at,
    )


def _cases(tx: Transaction, rows: list[Row]) -> list[Case]:
    ids = [row["id"] for row in rows]
    changes = find_all_changes(tx, ids)
    contracts = [_contract(row, changes.get(row["id"], {})) for row in rows]
    revisions = _grouped(
        tx.run(FIND_ALL_REVISIONS, contract_ids=ids), "contract_id", "measure", "period"
    )
    returns = _grouped(tx.run(FIND_ALL_RETURNS, contract_ids=ids), "contract_id")
    notices = _grouped(tx.run(FIND_ALL_NOTICES, contract_ids=ids), "contract_id")
    proposals = [contract.proposal_id for contract in contracts]
    moves = _grouped(tx.run(FIND_ALL_MOVES, proposal_ids=proposals), "proposal_id")
    return [
        Case(
            contract=contract,
            moves=tuple(map(_move, moves.get((contract.proposal_id,), []))),
            returns=tuple(
                _return(row, revisions[row["contract_id"], row["measure"], row["period"]])
                for row in returns.get((contract.id,), [])
            ),
            notices=tuple(map(_notice, notices.get((contract.id,), []))),
        )
        for contract in contracts
    ]


def _grouped(rows: list[Row], *columns: str) -> dict[tuple[str, ...], list[Row]]:
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        groups.setdefault(tuple(row[column] for column in columns), []).append(row)
    return groups


def _contract(row: Row, changes: dict[str, list[Row]]) -> Contract:
    facts = row["facts"]
    return Contract(
        id=row["id"],
        proposal_id=facts["proposal_id"],
        title=facts["title"],
        lead=facts["lead"],
        partners=tuple(facts["partners"]),
        supplier=facts["supplier"]["code"],
        starts_on=row["starts_on"],
        maximum_end_on=date.fromisoformat(facts["maximum_end_on"]),
        annual_value_pence=facts["annual_value_pence"],
        measure_set=facts["measure_set"],
        shares={share["partner"]: share["bp"] for share in facts["shares"]},
        conditions=tuple(
            Condition(**condition)
            for condition in facts["conditions"]
            if condition["cap_pence"] is not None
        ),
        announced_start=row["announced_start"],
        review_opened_on=row["review_opened_on"],
        review_reason=row["review_reason"],
        **as_agreed(facts["measure_set"], row["starts_on"], changes),
    )


def _move(row: Row) -> ProposalMove:
    return ProposalMove(
        version=row["version"],
        from_stage=row["from_stage"],
        to_stage=row["to_stage"],
        on=row["moved_on"],
        because=row["because"],
    )


def _return(row: Row, revisions: list[Row]) -> Return:
    return Return(
        contract_id=row["contract_id"],
        measure=row["measure"],
        period=Period(
            row["period"], PeriodKind(row["period_kind"]), row["starts_on"], row["ends_on"]
        ),
        stage=ReturnStage(row["stage"]),
        submitted_by=row["submitted_by"],
        submitted_on=row["submitted_on"],
        revisions=tuple(
            Revision(
                number=each["revision"],
                numerator=each["numerator"],
                denominator=each["denominator"],
                rating=Rating(each["rating"]),
                target=each["target"],
                known_on=each["known_on"],
                by=each["entered_by"],
                reason=each["reason"],
            )
            for each in revisions
        ),
        validated_by=row["validated_by"],
        validated_on=row["validated_on"],
    )


def _notice(row: Row) -> Notice:
    return Notice(
        contract_id=row["contract_id"],
        number=row["number"],
        measure=row["measure"],
        level=Level(row["level"]),
        period=row["period"],
        until=row["until"],
        raised_on=row["raised_on"],
        because=row["because"],
        cure_by=row["cure_by"],
        closed_on=row["closed_on"],
        closure=Closure(row["closure"]) if row["closure"] else None,
        evidence=row["evidence"],
        settled_until=row["settled_until"],
    )
