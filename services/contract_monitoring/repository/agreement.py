"""Statements about an agreement while it runs: terms, shares, successions, exits, answers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.contract_monitoring import rules
from services.contract_monitoring.domain.agreement import (
    Answer,
    ChangeKind,
    Decision,
    Exit,
    Plan,
    Reading,
    ShareChange,
    Succession,
)
from services.contract_monitoring.domain.terms import Terms
from services.contract_monitoring.domain.variation import Changed
from shared.database.transaction import Row, Transaction, as_json

ADD_TERMS = """
INSERT INTO agreement_terms (contract_id, number, from_on, reference, said, recorded_on,
                             recorded_at)
SELECT %(contract_id)s, count(*) + 1, %(from_on)s, %(reference)s, %(said)s, %(recorded_on)s,
       %(recorded_at)s
FROM agreement_terms WHERE contract_id = %(contract_id)s
"""

ADD_SHARE_CHANGE = """
INSERT INTO share_changes (contract_id, number, kind, cost_head, from_on, shares,
                           annual_value_pence, reference, journal, recorded_on, recorded_at)
VALUES (%(contract_id)s, %(number)s, %(kind)s, %(cost_head)s, %(from_on)s, %(shares)s,
        %(annual_value_pence)s, %(reference)s, %(journal)s, %(recorded_on)s, %(recorded_at)s)
"""

ADD_SUCCESSION = """
INSERT INTO successions (contract_id, number, bodies, successors, from_on, reference, recorded_on,
                         recorded_at)
SELECT %(contract_id)s, count(*) + 1, %(bodies)s, %(successors)s, %(from_on)s, %(reference)s,
       %(recorded_on)s, %(recorded_at)s
FROM successions WHERE contract_id = %(contract_id)s
"""

SAVE_EXIT = """
INSERT INTO exits (contract_id, partner, notice_on, leaves_on, reference, plan, agreed_on,
                   announced, recorded_at)
VALUES (%(contract_id)s, %(partner)s, %(notice_on)s, %(leaves_on)s, %(reference)s, %(plan)s,
        %(agreed_on)s, %(announced)s, %(recorded_at)s)
ON CONFLICT (contract_id, partner) DO UPDATE
SET plan = EXCLUDED.plan, agreed_on = EXCLUDED.agreed_on, announced = EXCLUDED.announced
"""

ADD_DECISION = """
INSERT INTO exit_decisions (contract_id, partner, sha256, decided_by, reference, decided_on,
                            recorded_at)
VALUES (%(contract_id)s, %(partner)s, %(sha256)s, %(decided_by)s, %(reference)s, %(decided_on)s,
        %(recorded_at)s)
"""

ADD_ANSWER = """
INSERT INTO condition_answers (contract_id, number, partner, kind, reading, allowed_pence, from_on,
                               reference, recorded_at)
SELECT %(contract_id)s, count(*) + 1, %(partner)s, %(kind)s, %(reading)s, %(allowed_pence)s,
       %(from_on)s, %(reference)s, %(recorded_at)s
FROM condition_answers WHERE contract_id = %(contract_id)s
"""

FIND_ALL_WITH_EXITS_TO_ANNOUNCE = """
SELECT DISTINCT contract_id FROM exits
WHERE NOT announced AND agreed_on IS NOT NULL AND leaves_on < %(today)s ORDER BY contract_id
"""

# All that a contract's agreement came to, in one answer.
FIND_ALL_CHANGES = """
SELECT contract_id, 'terms' AS what, number, to_jsonb(t) AS said FROM agreement_terms t
WHERE contract_id = ANY(%(contract_ids)s)
UNION ALL
SELECT contract_id, 'changes', number, to_jsonb(t) FROM share_changes t
WHERE contract_id = ANY(%(contract_ids)s)
UNION ALL
SELECT contract_id, 'successions', number, to_jsonb(t) FROM successions t
WHERE contract_id = ANY(%(contract_ids)s)
UNION ALL
SELECT contract_id, 'answers', number, to_jsonb(t) FROM condition_answers t
WHERE contract_id = ANY(%(contract_ids)s)
UNION ALL
SELECT contract_id, 'exits', 0, to_jsonb(t) FROM exits t
WHERE contract_id = ANY(%(contract_ids)s)
UNION ALL
SELECT contract_id, 'decisions', 0, to_jsonb(t) FROM exit_decisions t
WHERE contract_id = ANY(%(contract_ids)s)
ORDER BY 1, 2, 3
"""

FIND_ALL_JOURNALS = """
SELECT from_on, reference, kind, cost_head, journal FROM share_changes
WHERE contract_id = %(contract_id)s AND jsonb_array_length(journal) > 0 ORDER BY number
"""


def add_terms(
    tx: Transaction,
    contract_id: str,
    said: Mapping[str, Any],
    from_on: date,
    reference: str,
    on: date,
) -> None:
    tx.send(
        ADD_TERMS,
        contract_id=contract_id,
        from_on=from_on,
        reference=reference,
        said=dict(said),
        recorded_on=on,
        recorded_at=tx.context.at,
    )


def add_change(tx: Transaction, contract_id: str, changed: Changed) -> None:
    change = changed.change
    tx.send(
        ADD_SHARE_CHANGE,
        contract_id=contract_id,
        number=change.number,
        kind=change.kind,
        cost_head=change.cost_head,
        from_on=change.from_on,
        shares=as_json(_listed(change.shares)),
        annual_value_pence=change.annual_value_pence,
        reference=change.reference,
        journal=as_json(changed.journal),
        recorded_on=change.recorded_on,
        recorded_at=tx.context.at,
    )


def add_succession(tx: Transaction, contract_id: str, succession: Succession, on: date) -> None:
    tx.send(
        ADD_SUCCESSION,
        contract_id=contract_id,
        bodies=as_json(list(succession.bodies)),
        successors=as_json(_listed(succession.successors)),
        from_on=succession.from_on,
        reference=succession.reference,
        recorded_on=on,
        recorded_at=tx.context.at,
    )


def save_exit(tx: Transaction, contract_id: str, exit: Exit) -> None:
    plan = exit.plan
    tx.send(
        SAVE_EXIT,
        contract_id=contract_id,
        partner=exit.partner,
        notice_on=exit.notice_on,
        leaves_on=exit.leaves_on,
        reference=exit.reference,
        plan=plan
        and {
            "from_on": str(plan.from_on),
            "shares": _listed(plan.shares),
            "annual_value_pence": plan.annual_value_pence,
            "reference": plan.reference,
            "sha256": plan.sha256,
        },
        agreed_on=exit.agreed_on,
        announced=exit.announced,
        recorded_at=tx.context.at,
    )


def add_decision(tx: Transaction, contract_id: str, exit: Exit, decision: Decision) -> None:
    tx.send(
        ADD_DECISION,
        contract_id=contract_id,
        partner=exit.partner,
        sha256=decision.sha256,
        decided_by=decision.partner,
        reference=decision.reference,
        decided_on=decision.decided_on,
        recorded_at=tx.context.at,
    )


def add_answer(tx: Transaction, contract_id: str, answer: Answer) -> None:
    tx.send(
        ADD_ANSWER,
        contract_id=contract_id,
        partner=answer.partner,
        kind=answer.kind,
        reading=answer.reading,
        allowed_pence=answer.allowed_pence,
        from_on=answer.from_on,
        reference=answer.reference,
        recorded_at=tx.context.at,
    )


def find_all_with_exits_to_announce(tx: Transaction, today: date) -> list[str]:
    rows = tx.run(FIND_ALL_WITH_EXITS_TO_ANNOUNCE, today=today)
    return [row["contract_id"] for row in rows]


def find_all_journals(tx: Transaction, contract_id: str) -> list[Row]:
    return tx.run(FIND_ALL_JOURNALS, contract_id=contract_id)


def find_all_changes(tx: Transaction, contract_ids: list[str]) -> dict[str, dict[str, list[Row]]]:
    """By contract: rows of its terms, changes, successions, answers, exits and their decisions."""
    found: dict[str, dict[str, list[Row]]] = {}
    for row in tx.run(FIND_ALL_CHANGES, contract_ids=contract_ids):
        found.setdefault(row["contract_id"], {}).setdefault(row["what"], []).append(row["said"])
    return found


def as_agreed(
    measure_set: str, starts_on: date, changes: Mapping[str, list[Row]]
) -> dict[str, Any]:
    """The fields of a contract that its agreement fills."""
    decisions = changes.get("decisions", [])
    signed = rules.signed_terms(measure_set, starts_on)
    return {
        "terms": (signed, *(_terms(measure_set, row) for row in changes.get("terms", []))),
        "changes": tuple(map(_change, changes.get("changes", []))),
        "successions": tuple(map(_succession, changes.get("successions", []))),
        "answers": tuple(map(_answer, changes.get("answers", []))),
        "exits": tuple(
            _exit(row, [each for each in decisions if each["partner"] == row["partner"]])
            for row in changes.get("exits", [])
        ),
    }


def _listed(shares: Mapping[str, int]) -> list[dict[str, Any]]:
    """A list: jsonb would forget the agreed order of keys."""
    return [{"partner": who, "bp": bp} for who, bp in shares.items()]


def _mapped(listed: list[Row]) -> dict[str, int]:
    return {each["partner"]: each["bp"] for each in listed}


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _terms(measure_set: str, row: Row) -> Terms:
    version = f"{measure_set} agreed {row['number']}"
    return rules.terms_from(row["said"], _day(row["from_on"]), version, row["reference"])


def _change(row: Row) -> ShareChange:
    return ShareChange(
        number=row["number"],
        kind=ChangeKind(row["kind"]),
        cost_head=row["cost_head"],
        from_on=_day(row["from_on"]),
        shares=_mapped(row["shares"]),
        annual_value_pence=row["annual_value_pence"],
        reference=row["reference"],
        recorded_on=_day(row["recorded_on"]),
    )


def _succession(row: Row) -> Succession:
    return Succession(
        tuple(row["bodies"]), _mapped(row["successors"]), _day(row["from_on"]), row["reference"]
    )


def _answer(row: Row) -> Answer:
    return Answer(
        partner=row["partner"],
        kind=row["kind"],
        reading=Reading(row["reading"]) if row["reading"] else None,
        allowed_pence=row["allowed_pence"],
        from_on=_day(row["from_on"]),
        reference=row["reference"],
    )


def _exit(row: Row, decisions: list[Row]) -> Exit:
    plan = row["plan"] and Plan(
        from_on=_day(row["plan"]["from_on"]),
        shares=_mapped(row["plan"]["shares"]),
        annual_value_pence=row["plan"]["annual_value_pence"],
        reference=row["plan"]["reference"],
        sha256=row["plan"]["sha256"],
    )
    current = [each for each in decisions if plan and each["sha256"] == plan.sha256]
    return Exit(
        partner=row["partner"],
        notice_on=_day(row["notice_on"]),
        leaves_on=_day(row["leaves_on"]),
        reference=row["reference"],
        plan=plan,
        decisions=tuple(
            Decision(
                each["decided_by"], each["sha256"], each["reference"], _day(each["decided_on"])
            )
            for each in current
        ),
        agreed_on=row["agreed_on"] and _day(row["agreed_on"]),
        announced=row["announced"],
    )
