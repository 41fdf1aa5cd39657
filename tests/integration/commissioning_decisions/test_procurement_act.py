"""Story 9c through the service: the store under the Procurement Act, day by day."""

import pytest

from tests.support import mini_cases, open_contracting
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

REPRESENTED = {"provider": "KITFIRST", "received_at": "2026-11-26T10:00:00+00:00"}


def stands_on(decisions, day):
    decisions.clock.stands_at(day)


class TestStoreUnderTheProcurementAct:
    def test_every_day_of_the_dossier(self, decisions):
        case = mini_cases.store_standing_still(decisions)
        case.does("start_standstill", {"sent_on": "2026-11-25", "on": "2026-11-25"})
        standstill = procurement(case)["standstill"]
        assert standstill["standstill_ends_on"] == "2026-12-07"
        assert procurement(case)["supposing_signed_on"] == "2026-12-08"
        found = notices(case)
        assert found["UK7"]["expected_on"] == "2027-01-06"
        assert found["PA-COPY"]["expected_on"] == "2027-03-07"
        assert found["UK6"]["published"]["number"] == "092222-2026"
        assert found["UK2"]["status"] == "not_due"

        signed = STORE.contract("2026-12-07", "2027-04-01", "2032-03-31", "2034-03-31")
        stands_on(decisions, "2026-12-07")
        assert code_of(lambda: case.does("sign_contract", signed)) == "standstill_running"
        stands_on(decisions, "2026-12-08")
        case.does("sign_contract", {**signed, "signed_on": "2026-12-08", "on": "2026-12-08"})
        found = notices(case)
        assert {name: found[name]["latest_on"] for name in ("UK7", "PA-COPY", "UK9")} == {
            "UK7": "2027-01-06",
            "PA-COPY": "2027-03-07",
            "UK9": "2027-12-07",
        }
        owed = decisions.obligations(organisation="MBC")
        assert owed["procurement_notice.1.UK7"]["due_on"] == "2027-01-06"
        assert owed["procurement_notice.1.PA-COPY"]["due_on"] == "2027-03-07"

    def test_a_notice_that_comes_late_is_late_for_ever(self, decisions):
        case = mini_cases.store_standing_still(decisions)
        case.does("start_standstill", {"sent_on": "2026-11-25", "on": "2026-11-25"})
        stands_on(decisions, "2026-12-08")
        case.does(
            "sign_contract", STORE.contract("2026-12-08", "2027-04-01", "2032-03-31", "2034-03-31")
        )
        decisions.looks_at_the_clock("2027-01-07T00:00:00+00:00")
        assert decisions.obligations()["procurement_notice.1.UK7"]["state"] == "breached"
        stands_on(decisions, "2027-01-07")
        publishes(case, "UK7", "000100-2027", "2027-01-07")
        assert notices(case)["UK7"]["late"]
        found = decisions.obligations(state="discharged")["procurement_notice.1.UK7"]
        assert (found["late"], found["discharged_on"]) == (True, "2027-01-07")

    @pytest.mark.proves("A18")
    def test_a_light_contract_has_other_duties(self, decisions):
        """A18: no performance or change notices, no standstill, 120 days for the details."""
        case = mini_cases.store_standing_still(decisions, light_touch=True)
        code = code_of(
            lambda: case.does("start_standstill", {"sent_on": "2026-11-25", "on": "2026-11-25"})
        )
        assert code == "no_standstill_here"
        case.moves("2026-11-27", "mobilise")
        case.does(
            "sign_contract", STORE.contract("2026-11-27", "2027-04-01", "2032-03-31", "2034-03-31")
        )
        found = notices(case)
        assert {found[name]["status"] for name in ("UK9", "UK10", "PA-MEASURES")} == {"not_due"}
        assert found["UK7"]["latest_on"] == "2027-03-26"

    def test_a_promised_standstill_is_kept(self, decisions):
        promised = {"light_touch": True, "voluntary_standstill": True}
        case = mini_cases.store_standing_still(decisions, **promised)
        signed = STORE.contract("2026-11-27", "2027-04-01", "2032-03-31", "2034-03-31")
        assert code_of(lambda: case.does("sign_contract", signed)) == "standstill_not_started"
        case.does("start_standstill", {"sent_on": "2026-11-25", "on": "2026-11-25"})
        assert code_of(lambda: case.does("sign_contract", signed)) == "standstill_running"

    def test_a_tender_of_another_day_may_be_under_another_law(self, decisions):
        case = mini_cases.designed(decisions, STORE)
        case.does("determine_regime", STORE_REGIME)
        tender = {"evaluation": mini_cases.EVALUATION, "closes_at": "2025-03-10T12:00:00+00:00"}
        before = {**tender, "notice_on": "2025-02-23"}
        assert code_of(lambda: case.does("open_tender", before)) == "regime_not_in_force"

    def test_without_its_notice_no_standstill_starts(self, decisions):
        case = mini_cases.designed(decisions, THERAPY)
        case.does("determine_regime", THERAPY_REGIME)
        publishes(case, "PSR-SCH-5", "081001-2026", "2026-11-02")
        case.files("2026-11-16", "E23", "E24", "E25", "E26", "E27", "E28")
        case.moves("2026-11-16", "invite_bids")
        case.moves("2026-11-16", "award")
        mini_cases.awards(decisions, case, THERAPY, "2026-11-16")
        started = {"sent_on": "2026-11-23", "on": "2026-11-23"}
        code = code_of(lambda: case.does("start_standstill", started))
        assert code == "intention_notice_missing"

    def test_standstill_runs_from_the_notice_and_from_nothing_else(self, decisions):
        case = mini_cases.store_standing_still(decisions)
        other = {"sent_on": "2026-11-24", "on": "2026-11-25"}
        assert code_of(lambda: case.does("start_standstill", other)) == "standstill_not_of_notice"
        represented = {"proposal_id": STORE.id, **REPRESENTED}
        case.does("start_standstill", {"sent_on": "2026-11-25", "on": "2026-11-25"})
        leave_no_trace(
            decisions, ("council", "record_representation", represented, "no_representations_here")
        )

    def test_a_draft_of_open_data_says_what_is_missing_and_invents_nothing(self, decisions):
        case = mini_cases.store_standing_still(decisions)
        found = case.lead("draft_release", {"id": STORE.id})
        release = found["release"]
        assert release["ocid"] == "ocds-h6vhtk-0e9a1b"
        assert release["tag"] == ["award"]
        assert [each["noticeType"] for each in release["tender"]["documents"]] == ["UK4", "UK6"]
        assert release["tender"]["value"] == {"amountGross": 8_400_000, "currency": "GBP"}
        assert release["awards"][0]["suppliers"] == [{"id": "EQUIPNOW", "name": "Equip Now"}]
        for schema in open_contracting.schemas().values():
            assert open_contracting.breaches(release, schema) == []
        assert "Equip Now has no identifier of a public register." in found["missing"]
