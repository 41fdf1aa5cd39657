"""Partners, and what each may decide."""

from services.commissioning_decisions.domain.partners import Partner
from shared.database.transaction import Row, Transaction

SAVE_PARTNER = """
INSERT INTO partners (code, name, kind, model, call_in_working_days, key_decision_pence, limits,
                      agreed_order, succeeded_by, limits_basis)
VALUES (%(code)s, %(name)s, %(kind)s, %(model)s, %(call_in_working_days)s,
        %(key_decision_pence)s, %(limits)s, %(agreed_order)s, %(succeeded_by)s, %(limits_basis)s)
ON CONFLICT (code) DO UPDATE
SET name = EXCLUDED.name, kind = EXCLUDED.kind, model = EXCLUDED.model,
    call_in_working_days = EXCLUDED.call_in_working_days,
    key_decision_pence = EXCLUDED.key_decision_pence, limits = EXCLUDED.limits,
    agreed_order = EXCLUDED.agreed_order, succeeded_by = EXCLUDED.succeeded_by,
    limits_basis = EXCLUDED.limits_basis
"""

FIND_ALL_PARTNERS = "SELECT * FROM partners ORDER BY agreed_order, code"


def save_partner(tx: Transaction, partner: Partner) -> None:
    tx.send(
        SAVE_PARTNER,
        code=partner.code,
        name=partner.name,
        kind=partner.kind,
        model=partner.model,
        call_in_working_days=partner.call_in_working_days,
        key_decision_pence=partner.key_decision_pence,
        limits=dict(partner.limits),
        agreed_order=partner.order,
        succeeded_by=partner.succeeded_by,
        limits_basis=partner.limits_basis,
    )


def find_all_partners(tx: Transaction) -> dict[str, Partner]:
    """By code, in their agreed order."""
    return {row["code"]: partner_of(row) for row in tx.run(FIND_ALL_PARTNERS)}


def partner_of(row: Row) -> Partner:
    return Partner(
        code=row["code"],
        name=row["name"],
        kind=row["kind"],
        model=row["model"],
        call_in_working_days=row["call_in_working_days"],
        key_decision_pence=row["key_decision_pence"],
        limits=row["limits"],
        order=row["agreed_order"],
        succeeded_by=row["succeeded_by"],
        limits_basis=row["limits_basis"],
    )
