"""The first page names what waits for each role, soonest first."""

from datetime import date

from services.portal.repository.people import Person
from services.portal.work import Facts, work_for
from tests.support import dossier

FACTS = Facts(
    proposals=[dossier.a_proposal(), dossier.STORE_PROPOSAL],
    recommendations=dossier.RECOMMENDATIONS,
    needs=[dossier.NEED, {**dossier.NEED, "id": "NEED-2018-02", "score": None}],
    sessions=[dossier.SESSION_BLOCK],
    contracts=[dossier.SIGNED],
    watches=[dossier.WATCH],
    returns=dossier.RETURNS,
)


def a_person(role, organisation="MBC"):
    return Person("x", "x", "X", organisation, organisation, frozenset({role}))


def pages_for(role, organisation="MBC"):
    return [work.page for work in work_for(a_person(role, organisation), FACTS)]


def test_a_commissioner_answers_the_panel_first_and_then_leads():
    assert pages_for("commissioner", "STCCG") == [
        ("recommendation", "YCP-2018-02-R3"),
        ("proposal", "JCP-2017-03"),
    ]


def test_the_answer_is_due_on_the_day_the_panel_was_promised():
    first = work_for(a_person("commissioner"), FACTS)[0]
    assert first.by == date(2018, 8, 13)
    assert first.is_soon(date(2018, 8, 10))
    assert not first.is_soon(date(2018, 7, 20))


def test_a_decision_maker_sees_what_their_own_organisation_decides():
    assert pages_for("decision_maker") == [("proposal", "JCP-2017-03")]
    assert pages_for("decision_maker", "HBC") == []


def test_a_contract_manager_validates_and_follows_notices():
    assert pages_for("contract_manager") == [
        ("return", "CON-2019-01", "SLT01", "2019-Q4"),
        ("contract", "CON-2019-01"),
    ]
    assert pages_for("contract_manager", "HBC") == []


def test_a_provider_sees_its_own_contracts_only():
    assert pages_for("provider", "TEESTALK") == [("contract", "CON-2019-01")]
    assert pages_for("provider", "ELSEWHERE") == []


def test_an_analyst_scores_what_has_no_score():
    assert pages_for("analyst") == [("need", "NEED-2018-02")]


def test_a_facilitator_runs_sessions_and_brings_answers_back():
    assert pages_for("facilitator") == [
        ("session", "YCP-2018-02"),
        ("recommendation", "YCP-2018-02-R1"),
    ]


def test_an_auditor_has_nothing_to_do():
    assert pages_for("auditor") == []


def test_a_blocked_uplift_waits_for_finance():
    tested = {
        "contract_id": "CON-2019-01",
        "percent": "2.00",
        "blocked_by": [{"partner": "STCCG"}],
    }
    [work] = work_for(a_person("finance"), Facts(uplifts=[tested]))
    assert work.page == ("contract", "CON-2019-01")
    assert "STCCG" in work.why
