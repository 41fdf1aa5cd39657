"""Story 9c through the service: two procurements of 2026, each under its own law, day by day."""

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from deploy.contracts import files
from tests.support import mini_cases
from tests.support.mini_cases import (
    STORE,
    STORE_REGIME,
    THERAPY,
    THERAPY_REGIME,
    notices,
    procurement,
    publishes,
)
from tests.support.refusals import code_of, leave_no_trace

SCHEMAS = {
    f"uk.jc.{each.name}.v{each.version}": each.schema
    for each in files.events()
    if each.service == "commissioning_decisions"
}
REPRESENTED = {"provider": "NORTHBANK", "received_at": "2026-12-02T10:00:00+00:00"}
FURTHER = {
    "outcome": "proceed",
    "reasons": "The criteria were followed; the award stands.",
    "sent_at": "2026-12-10T15:00:00+00:00",
    "sent_to": ["NORTHBANK", "TEESTALK"],
}
SENT_ON_MONDAY = {"sent_at": "2026-12-07T09:00:00+00:00"}
NOON = "2026-11-26T12:00:00+00:00"
SIGNED = THERAPY.contract("2026-12-18", "2027-04-01", "2030-03-31", "2032-03-31")


def told(decisions, name):
    """The data of each event of that name; each as contracts/ promises it."""
    found = decisions.events(name)
    for each in found:
        validator = Draft202012Validator(SCHEMAS[each["type"]], format_checker=FormatChecker())
        assert [str(error) for error in validator.iter_errors(each["data"])] == []
    return [each["data"] for each in found]


def stands_on(decisions, day):
    decisions.clock.stands_at(day)


def represented(decisions):
    """The therapy case on the day after the representation."""
    case = mini_cases.therapy_standing_still(decisions)
    stands_on(decisions, "2026-12-02")
    case.does("record_representation", REPRESENTED)
    return case


def answered(decisions, **changes):
    case = represented(decisions)
    stands_on(decisions, "2026-12-10")
    case.does("record_further_decision", {**FURTHER, **changes})
    return case


class TestTherapyUnderTheProviderRegime:
    def test_direct_award_c_is_refused_and_says_both_limbs(self, decisions):
        case = mini_cases.designed(decisions, THERAPY)
        body = {"proposal_id": THERAPY.id, **THERAPY_REGIME, "process": "psr_direct_c"}
        leave_no_trace(decisions, ("council", "determine_regime", body, "process_not_open"))
        case.does("determine_regime", THERAPY_REGIME)
        [found] = told(decisions, "procurement.regime_determined")
        assert found["regime"]["regime"] == "provider_selection_regime"
        assert (found["regime"]["process"], found["regime"]["standstill"]) == (
            "psr_most_suitable",
            "mandatory",
        )
        assert found["regime"]["rule_version"].count("2026.1") == 3

    def test_nobody_is_chosen_before_providers_had_fourteen_days(self, decisions):
        case = mini_cases.designed(decisions, THERAPY)
        case.does("determine_regime", THERAPY_REGIME)
        assert code_of(lambda: publishes(case, "PSR-SCH-6", "1" * 6 + "-2026", "2026-11-13")) == (
            "identified_too_soon"
        )
        publishes(case, "PSR-SCH-5", "081001-2026", "2026-11-02")
        identify = notices(case)["PSR-IDENTIFY"]
        assert identify["earliest_on"] == "2026-11-16"
        assert code_of(lambda: publishes(case, "PSR-SCH-6", "1" * 6 + "-2026", "2026-11-13")) == (
            "identified_too_soon"
        )

    def test_every_day_of_the_dossier(self, decisions):
        case = mini_cases.therapy_standing_still(decisions)
        standstill = procurement(case)["standstill"]
        assert standstill["standstill_ends_on"] == "2026-12-04"
        assert standstill["earliest_signing_on"] == "2026-12-07"
        # What a signature will bring is told before it is there.
        assert notices(case)["PSR-SCH-7"]["expected_on"] == "2027-01-06"

        stands_on(decisions, "2026-12-02")
        case.does("record_representation", REPRESENTED)
        [received] = told(decisions, "procurement.representation_received")
        assert received["representation"] == {
            "received_on": "2026-12-02",
            "in_time": True,
            "standstill_ends_on": None,
            "earliest_signing_on": None,
        }
        assert "NORTHBANK" not in str(decisions.events("procurement.representation_received"))

        stands_on(decisions, "2026-12-10")
        case.does("record_further_decision", FURTHER)
        [further] = told(decisions, "procurement.further_decision")
        assert further["further_decision"] == {
            "outcome": "proceed",
            "sent_on": "2026-12-10",
            "standstill_ends_on": "2026-12-17",
            "earliest_signing_on": "2026-12-18",
        }
        stands_on(decisions, "2026-12-18")
        case.moves("2026-12-18", "mobilise")
        case.does("sign_contract", SIGNED)
        [signed] = told(decisions, "contract.signed")
        assert signed["contract"]["regime"] == "provider_selection_regime"
        assert notices(case)["PSR-SCH-7"]["latest_on"] == "2027-01-17"
        owed = decisions.obligations(organisation="MBC")
        assert owed["procurement_notice.1.PSR-SCH-7"]["due_on"] == "2027-01-17"

        stands_on(decisions, "2027-01-11")
        publishes(case, "PSR-SCH-7", "001234-2027", "2027-01-11")
        done = notices(case)["PSR-SCH-7"]
        assert (done["status"], done["late"], done["published"]["number"]) == (
            "done",
            False,
            "001234-2027",
        )
        discharged = decisions.obligations(state="discharged")["procurement_notice.1.PSR-SCH-7"]
        assert discharged["discharged_on"] == "2027-01-11"

    def test_the_end_of_the_standstill_is_an_obligation_that_moves(self, decisions):
        case = mini_cases.therapy_standing_still(decisions)
        first = [key for key in decisions.obligations() if key.startswith("standstill.")]
        assert [decisions.obligations()[key]["due_on"] for key in first] == ["2026-12-04"]
        stands_on(decisions, "2026-12-02")
        case.does("record_representation", REPRESENTED)
        assert [key for key in decisions.obligations() if key.startswith("standstill.")] == []
        stands_on(decisions, "2026-12-10")
        case.does("record_further_decision", FURTHER)
        [again] = [key for key in decisions.obligations() if key.startswith("standstill.")]
        assert decisions.obligations()[again]["due_on"] == "2026-12-17"
        assert decisions.obligations()[again]["rule"] == "PSR-R"

    @pytest.mark.parametrize(
        ("day", "code"),
        [("2026-12-07", "representation_unanswered"), ("2026-12-09", "representation_unanswered")],
    )
    def test_while_somebody_waits_nobody_signs(self, decisions, day, code):
        case = represented(decisions)
        stands_on(decisions, day)
        contract = {"proposal_id": THERAPY.id, **SIGNED, "signed_on": day, "on": day}
        assert code_of(lambda: decisions.council("sign_contract", contract)) == code
        blockers = {
            each["condition"]
            for each in case.lead("why_not", {"id": THERAPY.id, "move": "mobilise"})["blockers"]
        }
        assert {"no_open_challenge", "standstill_over"} <= blockers

    @pytest.mark.proves("A20")
    def test_not_even_whoever_has_every_role_signs_inside_it(self, decisions):
        answered(decisions)
        stands_on(decisions, "2026-12-17")
        administrator = decisions.person(
            "root", "MBC", "operator", "lead_commissioner", "commissioner", "director"
        )
        contract = {
            "proposal_id": THERAPY.id,
            **SIGNED,
            "signed_on": "2026-12-17",
            "on": "2026-12-17",
        }
        assert code_of(lambda: administrator("sign_contract", contract)) == "standstill_running"
        decisions.case(THERAPY.id, decisions.council)
        stands_on(decisions, "2026-12-18")
        signed = administrator("sign_contract", {"proposal_id": THERAPY.id, **SIGNED})
        assert signed["proposal"]["contract_id"] is not None

    def test_who_is_told_is_concerned_and_what_is_decided_is_followed(self, decisions):
        case = represented(decisions)
        stands_on(decisions, "2026-12-10")
        body = {"proposal_id": THERAPY.id, **FURTHER}
        strangers = {**body, "sent_to": ["NORTHBANK", "CLEARWAY"]}
        early = {**body, "sent_at": "2026-11-23T10:00:00+00:00"}
        leave_no_trace(
            decisions,
            ("council", "record_further_decision", strangers, "provider_unknown"),
            ("council", "record_further_decision", early, "decision_before_standstill"),
        )
        # The chosen provider has not been told: standstill goes on.
        case.does("record_further_decision", {**FURTHER, "sent_to": ["NORTHBANK"]})
        assert procurement(case)["standstill"]["standstill_ends_on"] is None
        case.does("record_further_decision", FURTHER)
        assert procurement(case)["standstill"]["standstill_ends_on"] == "2026-12-17"
        stands_on(decisions, "2026-12-18")
        lead = decisions.lead(decisions.council)
        given_up = {"proposal_id": THERAPY.id, "reason": "We changed our minds."}
        code = code_of(lambda: lead("abandon_procurement", given_up))
        assert code == "further_decision_differs"
        case.does("sign_contract", SIGNED)
        code = code_of(lambda: lead("abandon_procurement", given_up))
        assert code == "contract_already_signed"

    def test_a_late_representation_moves_nothing(self, decisions):
        case = mini_cases.therapy_standing_still(decisions)
        stands_on(decisions, "2026-12-07")
        late = {**REPRESENTED, "received_at": "2026-12-05T00:00:00+00:00"}
        case.does("record_representation", late)
        [received] = told(decisions, "procurement.representation_received")
        assert not received["representation"]["in_time"]
        assert received["representation"]["standstill_ends_on"] == "2026-12-04"
        code = code_of(lambda: case.does("record_further_decision", {**FURTHER, **SENT_ON_MONDAY}))
        assert code == "no_representation"
        assert case.moves("2026-12-07", "mobilise") == "agreements_and_mobilisation"

    def test_a_decision_to_abandon_is_acted_on_after_the_standstill(self, decisions):
        case = answered(decisions, outcome="abandon")
        lead = decisions.lead(decisions.council)
        body = {"proposal_id": THERAPY.id, "reason": "The specification has to change."}
        stands_on(decisions, "2026-12-17")
        assert code_of(lambda: lead("abandon_procurement", body)) == "standstill_running"
        stands_on(decisions, "2026-12-18")
        contract = {"proposal_id": THERAPY.id, **SIGNED}
        assert code_of(lambda: decisions.council("sign_contract", contract)) == "award_given_up"
        lead("abandon_procurement", body)
        [abandoned] = told(decisions, "procurement.abandoned")
        assert abandoned["abandoned"]["regime"] == "provider_selection_regime"
        assert notices(case)["PSR-ABANDON"]["latest_on"] == "2027-01-17"
        stands_on(decisions, "2027-01-04")
        publishes(case, "PSR-ABANDON", "000007-2027", "2027-01-04")
        assert notices(case)["PSR-ABANDON"]["status"] == "done"
        # The next procurement is chosen for anew.
        again = {**THERAPY_REGIME, "started_on": "2027-02-01", "on": "2027-01-04"}
        case.does("determine_regime", again)
        assert procurement(case)["number"] == 2
        assert procurement(case)["standstill"] is None


class TestWhatIsFrozenAndWhatIsRefused:
    def test_the_law_stays_once_the_procurement_has_begun(self, decisions):
        case = mini_cases.designed(decisions, THERAPY)
        case.does("determine_regime", THERAPY_REGIME)
        case.does("determine_regime", {**THERAPY_REGIME, "health_pence": 760_000_000})
        publishes(case, "PSR-SCH-5", "081001-2026", "2026-11-02")
        again = {"proposal_id": THERAPY.id, **THERAPY_REGIME}
        leave_no_trace(
            decisions,
            ("council", "determine_regime", again, "regime_frozen"),
            (
                "council",
                "record_published_notice",
                {
                    "proposal_id": THERAPY.id,
                    "notice": "UK6",
                    "number": "081002-2026",
                    "published_on": "2026-11-03",
                },
                "notice_unknown",
            ),
            (
                "council",
                "record_published_notice",
                {
                    "proposal_id": THERAPY.id,
                    "notice": "PSR-SCH-5",
                    "number": "081001-2026",
                    "published_on": "2026-11-02",
                },
                "notice_recorded",
            ),
        )
        assert procurement(case)["regime"]["value_pence"] == 760_000_000

    def test_route_process_urgency_and_order_are_looked_at(self, decisions):
        mini_cases.designed(decisions, THERAPY)
        body = {"proposal_id": THERAPY.id, **THERAPY_REGIME}
        bought = {"health_pence": 0, "other_pence": 752_000_000, "buyer": "council"}
        urgency = {
            "must_be_urgent": True,
            "foreseeable": False,
            "own_doing": False,
            "risk_to_safety": True,
        }
        notice = {"notice": "PSR-SCH-5", "number": "081001-2026", "published_on": "2026-11-02"}
        leave_no_trace(
            decisions,
            ("council", "determine_regime", {**body, **bought}, "route_differs"),
            (
                "council",
                "determine_regime",
                {**body, "process": "pa23_competitive"},
                "process_not_of_regime",
            ),
            ("council", "determine_regime", {**body, "process": "psr_urgent"}, "urgency_missing"),
            (
                "council",
                "determine_regime",
                {**body, "process": "psr_urgent", "urgency": urgency},
                "urgency_without_risk",
            ),
            (
                "council",
                "record_published_notice",
                {"proposal_id": THERAPY.id, **notice},
                "regime_not_determined",
            ),
            (
                "council",
                "record_representation",
                {"proposal_id": THERAPY.id, "provider": "A", "received_at": NOON},
                "standstill_not_started",
            ),
            ("council", "draft_release", {"id": THERAPY.id}, "regime_not_determined"),
        )
        lead = decisions.lead(decisions.council)
        given_up = {"proposal_id": THERAPY.id, "reason": "No."}
        assert code_of(lambda: lead("abandon_procurement", given_up)) == "nothing_to_abandon"

    def test_a_direct_award_under_the_act_names_its_ground(self, decisions):
        case = mini_cases.designed(decisions, STORE)
        direct = {"proposal_id": STORE.id, **STORE_REGIME, "process": "pa23_direct_award"}
        leave_no_trace(
            decisions,
            ("council", "determine_regime", direct, "direct_award_without_ground"),
        )
        case.does("determine_regime", {**direct, "direct_award_because": "Sch.5 para.5: one only."})
        assert notices(case)["UK5"]["status"] == "due"
        assert notices(case)["UK4"]["status"] == "not_due"


class TestASupplierThatFails:
    @pytest.mark.proves("T41")
    def test_the_urgent_route_opens_with_the_notice_that_follows(self, decisions):
        """T41: no competition and no standstill, and the notice within 30 days of the award."""
        case = mini_cases.designed(decisions, THERAPY)
        risk = {"supplier": "Northbank", "level": "critical", "source": "Compulsory liquidation"}
        case.does("raise_supplier_risk", {**risk, "on": "2026-10-26"})
        [raised] = told(decisions, "supplier.risk_raised")
        assert raised["risk"] == {**risk, "raised_on": "2026-10-26"}
        urgent = {
            **THERAPY_REGIME,
            "process": "psr_urgent",
            "urgency": {
                "must_be_urgent": True,
                "foreseeable": False,
                "own_doing": False,
                "risk_to_safety": True,
            },
        }
        foreseen = {**urgent, "urgency": {**urgent["urgency"], "foreseeable": True}}
        assert code_of(lambda: case.does("determine_regime", foreseen)) == "urgency_not_given"
        case.does("determine_regime", urgent)
        case.files("2026-10-30", "E23", "E24", "E25", "E26", "E27", "E28", "E30")
        case.moves("2026-10-30", "invite_bids")
        case.moves("2026-10-30", "award")
        other = {"code": "OTHER", "name": "Other"}
        mini_cases.awards(decisions, case, THERAPY, "2026-11-02")
        award = {
            "proposal_id": THERAPY.id,
            "supplier": other,
            "partner": "MBC",
            "route": "officer",
            "decided_on": "2026-11-02",
        }
        officer = decisions.officer("MBC")
        assert code_of(lambda: officer("record_award", award)) == "award_differs"
        assert notices(case)["PSR-STANDSTILL"]["status"] == "not_due"
        assert notices(case)["PSR-SCH-13"]["latest_on"] == "2026-12-02"
        owed = decisions.obligations(organisation="MBC")
        assert owed["procurement_notice.1.PSR-SCH-13"]["due_on"] == "2026-12-02"
        assert case.moves("2026-11-10", "mobilise") == "agreements_and_mobilisation"


def test_an_abandoned_tender_makes_room_for_another(decisions):
    case = mini_cases.designed(decisions, STORE)
    case.does("determine_regime", STORE_REGIME)
    tender = {"evaluation": mini_cases.EVALUATION, "closes_at": "2026-10-05T11:00:00+00:00"}
    case.does("open_tender", {**tender, "notice_on": "2026-09-01", "on": "2026-09-01"})
    again = {**tender, "notice_on": "2026-10-19", "closes_at": "2026-11-23T12:00:00+00:00"}
    assert code_of(lambda: case.does("open_tender", again)) == "tender_already_open"
    body = {"proposal_id": STORE.id, "reason": "No bid could be taken.", "on": "2026-10-12"}
    assert code_of(lambda: decisions.council("abandon_procurement", body)) == "role_required"
    decisions.lead(decisions.council)("abandon_procurement", body)
    assert notices(case)["UK12"]["status"] == "due"
    publishes(case, "UK12", "081212-2026", "2026-10-13")
    assert notices(case)["UK12"]["status"] == "done"
    case.does("determine_regime", {**STORE_REGIME, "started_on": "2026-10-19", "on": "2026-10-14"})
    case.does("open_tender", {**again, "on": "2026-10-19"})
    assert procurement(case)["number"] == 2
    assert case.sees()["timeline"]
