"""Returns: submitted, checked by other eyes, restated with every revision kept."""

from dataclasses import replace
from datetime import date

import pytest

from services.contract_monitoring import rules
from services.contract_monitoring.domain.contracts import Contract
from services.contract_monitoring.domain.measures import measure_on
from services.contract_monitoring.domain.periods import Period, PeriodKind
from services.contract_monitoring.domain.returns import Return, restate, submit, validate
from shared.errors import CommissioningError

STARTS = date(2019, 4, 1)
SLT01 = measure_on(rules.measure_set("slt"), "SLT01", STARTS)
Q1 = Period("2019-Q1", PeriodKind.FULL, STARTS, date(2019, 6, 30))
CONTRACT = Contract(
    id="CON-2019-01",
    proposal_id="JCP-2017-03",
    title="Speech and language therapy",
    lead="STCCG",
    partners=("MBC", "STCCG"),
    supplier="TEESTALK",
    starts_on=STARTS,
    maximum_end_on=date(2024, 3, 31),
    annual_value_pence=118_400_000,
    measure_set="slt",
    shares={"MBC": 4250, "STCCG": 5750},
    conditions=(),
)


def a_return(numerator=251, denominator=312, *, contract=CONTRACT, on=date(2019, 7, 19)) -> Return:
    return submit(
        contract, SLT01, Q1, numerator=numerator, denominator=denominator, by="provider", on=on
    )


def refused(code, act):
    with pytest.raises(CommissioningError) as refusal:
        act()
    assert refusal.value.code == code


def test_a_return_is_rated_when_it_is_submitted_and_says_against_which_target():
    current = a_return().current

    assert (current.number, current.rating, current.target) == (1, "red", "at least 92%")


def test_more_cases_met_than_there_were_is_refused():
    refused("numerator_above_denominator", lambda: a_return(313, 312))


def test_money_may_be_above_its_budget():
    cost = measure_on(rules.measure_set("equipment_store"), "EQ10", date(2019, 9, 2))

    over = submit(
        CONTRACT, cost, Q1, numerator=104, denominator=100, by="provider", on=date(2019, 7, 19)
    )

    assert over.current.rating == "amber"


def test_days_before_the_service_began_are_outside_the_contract():
    later = replace(CONTRACT, starts_on=date(2019, 4, 2))

    refused("period_outside_contract", lambda: a_return(contract=later))


def test_nobody_reports_a_period_that_is_still_running():
    refused("period_not_over", lambda: a_return(on=date(2019, 6, 30)))


def test_other_eyes_validate():
    validated = validate(a_return(), by="contract manager", on=date(2019, 7, 24))

    assert validated.stage == "validated"
    assert validated.accepted_on == date(2019, 7, 24)
    refused(
        "cannot_validate_own_return",
        lambda: validate(a_return(), by="provider", on=date(2019, 7, 24)),
    )
    refused(
        "return_already_validated",
        lambda: validate(validated, by="contract manager", on=date(2019, 7, 25)),
    )


def test_an_act_cannot_come_before_the_one_it_follows():
    refused("before_last_act", lambda: validate(a_return(), by="cm", on=date(2019, 7, 18)))


@pytest.mark.proves("T12")
def test_a_restatement_keeps_what_was_said_before():
    validated = validate(a_return(290, 312), by="contract manager", on=date(2019, 7, 24))

    restated = restate(
        validated,
        SLT01,
        numerator=251,
        denominator=312,
        reason="Triage was counted as treatment.",
        by="contract manager",
        on=date(2019, 11, 12),
    )

    assert restated.stage == "restated"
    assert [r.rating for r in restated.revisions] == ["green", "red"]
    assert restated.previous == validated.current
    assert restated.accepted_on == date(2019, 11, 12)


def test_a_restatement_needs_other_eyes_other_figures_and_its_day():
    validated = validate(a_return(), by="contract manager", on=date(2019, 7, 24))

    def attempt(return_=validated, numerator=250, by="contract manager", on=date(2019, 11, 12)):
        return lambda: restate(
            return_, SLT01, numerator=numerator, denominator=312, reason="Recount.", by=by, on=on
        )

    refused("cannot_validate_own_return", attempt(by="provider"))
    refused("restatement_changes_nothing", attempt(numerator=251))
    refused("before_last_act", attempt(on=date(2019, 7, 23)))
    refused("numerator_above_denominator", attempt(numerator=313))


def test_a_correction_before_validation_waits_for_eyes_other_than_both_authors():
    corrected = restate(
        a_return(),
        SLT01,
        numerator=250,
        denominator=312,
        reason="One child was counted twice.",
        by="contract manager",
        on=date(2019, 7, 22),
    )

    assert (corrected.stage, corrected.current.number) == ("submitted", 2)
    assert corrected.accepted_on is None
    for author in ("provider", "contract manager"):
        refused(
            "cannot_validate_own_return",
            lambda author=author: validate(corrected, by=author, on=date(2019, 7, 24)),
        )
    assert validate(corrected, by="colleague", on=date(2019, 7, 24)).stage == "validated"
