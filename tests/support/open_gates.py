"""A case with all that any gate of JCP-16 can ask for: tests spoil one thing at a time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from services.commissioning_decisions.domain.acts import (
    ConflictDeclared,
    OptionExercised,
    SealedAgreement,
)
from services.commissioning_decisions.domain.acts_of_buying import (
    FurtherDecisionSent,
    RepresentationReceived,
    StandstillEnd,
)
from services.commissioning_decisions.domain.case import Case, Flow, Known
from tests.support.cases import (
    a_contract,
    awarded,
    day,
    papers,
    placed,
    scored,
    standing_still,
    with_acts,
)

TODAY = day("2019-04-01")  # the first day of the therapy contract
NEED = {"id": "NEED-2017-01", "title": "Children wait too long", "score": "87.0"}
SESSION = {
    "id": "YCP-2018-02",
    "stage": "closed",
    "brief_issued_on": "2018-06-29",
    "held_on": "2018-07-14",
    "closes_on": "2018-07-16",
    "recommendation_count": 1,
}
ANSWERED = {
    "id": "YCP-2018-02-R1",
    "session_id": "YCP-2018-02",
    "stage": "responded",
    "response": {"decision": "accept"},
    "response_due_on": "2018-08-13",
}
KNOWN = Known(
    need=NEED,
    assessments=({"id": "SNA-2018-01", "need_ids": ["NEED-2017-01"]},),
    sessions=(SESSION,),
    recommendations=(ANSWERED,),
    watch={"review_opened_on": "2020-09-30"},
)
CODES = [f"E{number:02d}" for number in range(1, 47) if number != 16]
ROUTE = {"agree_without_tender": "public_cooperation"}


NOTHING_TO_DECLARE = ConflictDeclared(
    "CONF-1", "MBC", "joint commissioner", "none", "none_needed", day("2018-02-14")
)


TAKEN_UP = OptionExercised(
    1, 12, day("2023-03-31"), {"MBC": "Executive", "STCCG": "Board"}, day("2019-03-01")
)
ENDED = Flow("JCP-2019-09", "It ends early", "JCP-14T", "terminated")


def everything(stage: str, move: str) -> Case:
    """In that stage with all that any gate can ask for."""
    case = placed(scored(), "award_and_standstill", "2018-11-30")
    case = replace(standing_still(awarded(case)), known=KNOWN)
    case = with_acts(case, *papers(*CODES, organisations=case.proposal.partners))
    case = with_acts(case, *papers("E16", route=ROUTE.get(move, "pcr2015_light_touch")))
    case = with_acts(case, NOTHING_TO_DECLARE, TAKEN_UP)
    case = replace(case, flows=(ENDED,))
    case = with_acts(case, a_contract(case))
    case = with_acts(case, SealedAgreement("section_75_lead", "STCCG", day("2019-03-01")))
    return placed(case, stage, "2018-08-17")


def challenged(outcome: str | None) -> Callable[[Case], Case]:
    """A representation came in time; there is no further decision, or one of that outcome."""

    def spoilt(case: Case) -> Case:
        received = datetime(2018, 12, 19, 10, tzinfo=UTC)
        waits = "Standstill has no end yet: review the award."
        acts: list[Any] = [RepresentationReceived("NORTHBANK", received, True, None, waits)]
        if outcome:
            ends = StandstillEnd(
                "PSR-R", day("2018-12-20"), day("2018-12-31"), day("2019-01-02"), "It ended."
            )
            told = ("NORTHBANK", "TEESTALK")
            acts.append(FurtherDecisionSent(outcome, "Why.", received, told, ends, "It ended."))
        return with_acts(case, *acts)

    return spoilt
