"""What partners do when they differ: go on without one, or settle it, with a clock."""

from dataclasses import replace

import pytest

from services.commissioning_decisions import rules
from services.commissioning_decisions.domain import disputes, leaving
from services.commissioning_decisions.domain.joint import Outcome, joint_outcome
from tests.support.cases import (
    DEADLINES,
    STORE_CONTENT,
    a_case,
    day,
    decided,
    placed,
    revised,
)
from tests.support.refusals import code_of

LATER = day("2019-12-31")
ON = day("2019-07-16")


def asked():
    return a_case("partner_decisions", STORE_CONTENT, since="2019-05-13")


def refused(partner="HBC", outcome="rejected"):
    return decided(asked(), partner, "2019-07-15", outcome=outcome, reason="It keeps its own.")


def gone_on(case, partner="HBC", **changes):
    facts = {"partner": partner, "reason": "Five go on.", "on": ON}
    return leaving.proceed_without(case, **{**facts, **changes})


class TestGoingOnWithoutAPartner:
    """Domain dossier 3.6, and the shares of 9b: 9,120 basis points become 10,000."""

    def test_the_others_shares_keep_their_proportions(self):
        assert leaving.shares_without(asked(), "HBC") == {
            "MBC": 1469,
            "SBC": 1820,
            "RCBC": 1228,
            "STCCG": 2643,
            "HASTCCG": 2840,
        }

    @pytest.mark.parametrize("outcome", ["rejected", "withdrawn"])
    def test_everybody_decides_anew_about_a_version_without_it(self, outcome):
        case = decided(refused(outcome=outcome), "STCCG", "2019-06-26")
        case = case.with_act(gone_on(case)).without("HBC")
        assert case.frozen is None
        shares = leaving.shares_without(case, "HBC")
        case = revised(case, replace(STORE_CONTENT, shares=shares), since="2019-07-16")
        case = placed(case, "partner_decisions", "2019-07-17")
        assert case.newest.level == "material"
        assert case.decision_of("STCCG") is None
        assert joint_outcome(case, LATER).outcome is Outcome.PENDING
        for partner in ("STCCG", "HASTCCG"):
            case = decided(case, partner, "2019-07-18")
        for partner in ("MBC", "SBC", "RCBC"):
            case = decided(case, partner, "2019-07-18", "2019-07-19")
        found = joint_outcome(case, LATER)
        assert (found.outcome, found.effective_on) == (Outcome.APPROVED, day("2019-07-29"))

    def test_who_has_not_said_no_stays(self):
        assert code_of(lambda: gone_on(asked())) == "nobody_refused"
        assert code_of(lambda: gone_on(refused(), "SBC")) == "partner_has_not_refused"

    @pytest.mark.parametrize(
        ("case", "partner", "changes", "code"),
        [
            (refused("MBC"), "MBC", {}, "lead_cannot_leave"),
            (refused(), "HBC", {"reason": " "}, "reason_missing"),
            (refused(), "DBC", {}, "unknown_partner"),
        ],
    )
    def test_what_is_refused(self, case, partner, changes, code):
        assert code_of(lambda: gone_on(case, partner, **changes)) == code

    def test_one_alone_commissions_nothing_jointly(self):
        case = a_case("partner_decisions")
        case = decided(case, "STCCG", "2018-09-26", outcome="rejected", reason="No.")
        assert code_of(lambda: gone_on(case, "STCCG", on=day("2018-09-27"))) == "nobody_left"


def raised(on="2019-06-03", case=None):
    case = case or asked()
    act = disputes.raise_dispute(
        case,
        DEADLINES,
        rules.joint_rules()["dispute_levels"],
        by="RCBC",
        about="Who pays for adaptations in schools.",
        on=day(on),
    )
    return case.with_act(act)


class TestADispute:
    """Children and Families Act 2014 s.26(3)(g): as quickly as possible."""

    def test_each_level_has_ten_working_days(self):
        dispute = disputes.open_dispute(raised())
        assert [(each.name, str(each.until)) for each in dispute.levels] == [
            ("officers", "2019-06-17"),
            ("directors", "2019-07-01"),
            ("chief executives", "2019-07-15"),
            ("mediation", "None"),
        ]
        assert dispute.levels[0].explanation.startswith("This level ends at the end of Monday 17")

    @pytest.mark.parametrize(
        ("on", "level"),
        [
            ("2019-06-03", "officers"),
            ("2019-06-17", "officers"),
            ("2019-06-18", "directors"),
            ("2019-07-15", "chief executives"),
            ("2019-07-16", "mediation"),
            ("2030-01-01", "mediation"),
        ],
    )
    def test_it_climbs_when_a_levels_time_is_over(self, on, level):
        assert disputes.level_on(disputes.open_dispute(raised()), day(on)).name == level

    def test_there_is_one_at_a_time_and_it_ends_once(self):
        case = raised()
        assert code_of(lambda: raised(case=case)) == "dispute_open"
        assert code_of(lambda: disputes.settle(case, outcome="agreed", on=day("2019-06-02"))) == (
            "before_last_act"
        )
        case = case.with_act(disputes.settle(case, outcome="agreed", on=day("2019-06-14")))
        assert disputes.open_dispute(case) is None
        assert code_of(lambda: disputes.settle(case, outcome="agreed", on=ON)) == "no_open_dispute"
        again = raised("2019-07-01", case)
        assert disputes.open_dispute(again).id == "DIS-2"
