"""The procurements of the dossier whose notices are on record, and what is due for them."""

from dataclasses import replace

from services.commissioning_decisions import rules
from services.commissioning_decisions.domain import notices
from services.commissioning_decisions.domain.notice_duty import Modification, Procurement
from tests.support.cases import day

STORE = Procurement(
    regime="procurement_act_2023",
    process="pa23_competitive",
    value_pence=840_000_000,  # over 5 + 2 years
    tenders_invited_on=day("2026-09-01"),
    intention_on=day("2026-11-25"),
    entered_on=day("2026-12-08"),
)
LIGHT = replace(STORE, light_touch=True)
THERAPY = Procurement(
    regime="provider_selection_regime",
    process="psr_most_suitable",
    value_pence=752_000_000,
    follow_on=day("2026-11-02"),
    intention_on=day("2026-11-23"),
    awarded_on=day("2026-12-18"),
)
GROWTH = Modification("Y2", value_change_pence=100_800_000)  # + 12 %
EVERY_PA23 = [f"UK{number}" for number in range(1, 18)]
EVERY_PSR = [f"PSR-SCH-{number}" for number in range(2, 15)]


def duties(facts):
    return notices.duties(facts, rules.notices(), rules.deadlines())


def of(facts, notice):
    return notices.of_notice(duties(facts), notice)


def one(facts, notice):
    (found,) = of(facts, notice)
    return found


def statuses(facts, *names):
    return {name: {each.status for each in of(facts, name)} for name in names}


def latest(facts, notice):
    return one(facts, notice).latest_on
