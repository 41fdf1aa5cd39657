"""Both contracts as the domain knows them, with the terms of their agreements."""

from dataclasses import replace
from datetime import date

from services.contract_monitoring.domain.contracts import Condition, Contract
from services.contract_monitoring.rules import signed_terms

PARTNERS = ("MBC", "SBC", "RCBC", "HBC", "STCCG", "HASTCCG")
SHARES = dict(zip(PARTNERS, (1340, 1660, 1120, 880, 2410, 2590), strict=True))
ACTIVITY = dict(zip(PARTNERS, (1510, 1580, 1090, 820, 2600, 2400), strict=True))
STORE = Contract(
    id="CON-2019-02",
    proposal_id="JCP-2018-07",
    title="Joint Tees Children's Equipment Store",
    lead="MBC",
    partners=PARTNERS,
    supplier="MBC",
    starts_on=date(2019, 9, 2),
    maximum_end_on=date(2024, 3, 31),
    annual_value_pence=104_533_300,
    measure_set="equipment_store",
    shares=SHARES,
    conditions=(Condition("RCBC", "own_cost_cap", 12_000_000, "year"),),
    terms=(signed_terms("equipment_store", date(2019, 9, 2)),),
)
SLT = replace(
    STORE,
    id="CON-2019-01",
    starts_on=date(2019, 4, 1),
    annual_value_pence=118_400_000,
    shares={"MBC": 4250, "STCCG": 5750},
    conditions=(Condition("STCCG", "own_cost_cap", 69_000_000, "year"),),
    terms=(signed_terms("slt", date(2019, 4, 1)),),
)


def agreed(contract: Contract, **said) -> Contract:
    """The contract with other terms."""
    return replace(contract, terms=(replace(contract.terms[0], **said),))
