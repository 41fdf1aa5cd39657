"""Drafts of open contracting data: the store's contract from its tender to a failure of supply."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from ocdsmerge import Merger

from services.commissioning_decisions.domain.ocds_facts import (
    Amendment,
    Award,
    Contract,
    Ground,
    Metric,
    Money,
    NoticeDocument,
    Observation,
    Organisation,
    PerformanceFailure,
    ReleaseFacts,
    Tender,
    Term,
)
from services.commissioning_decisions.domain.ocds_release import RATINGS, draft
from tests.support import open_contracting
from tests.support.cases import day
from tests.support.refusals import code_of

SCHEMAS = open_contracting.schemas()
OCID = "ocds-h6vhtk-0a1b2c"


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


COUNCIL = Organisation("SBC", "Stockton Council", ("buyer",))
SUPPLIER = Organisation("EQUIP", "Tees Equipment Ltd", ("supplier",), "GB-COH", "01234567")
TERM = Term(day("2027-01-04"), day("2032-01-03"), day("2034-01-03"), 84)
TENDER = Tender(
    id="store",
    title="Joint children's equipment store",
    status="active",
    value=Money(700_000_000, 840_000_000),
    category="goods",
    method="open",
    special_regime=(),
    above_threshold=True,
    closes_at=at("2026-09-28T12:00:00"),
    term=TERM,
    documents=(
        NoticeDocument(
            "084123-2026",
            "UK4",
            "https://www.find-tender.service.gov.uk/Notice/084123-2026",
            at("2026-09-01T08:00:00"),
        ),
    ),
)
AWARD = Award(
    id="store-award",
    status="pending",
    decided_at=at("2026-11-20T10:00:00"),
    value=Money(700_000_000, 840_000_000),
    suppliers=("EQUIP",),
    standstill=Term(day("2026-11-25"), day("2026-12-07")),
    summaries_sent_at=at("2026-11-24T09:00:00"),
    above_threshold=True,
    documents=(NoticeDocument("112233-2026", "UK6", published_at=at("2026-11-25T08:00:00")),),
)
INDICATORS = tuple(
    Metric(code, title)
    for code, title in (
        ("EQ01", "Standard equipment delivered within 5 working days"),
        ("EQ02", "Urgent equipment delivered within 1 working day"),
        ("EQ03", "Equipment collected and used again"),
    )
)
CONTRACT = Contract(
    id="store-contract",
    award_id="store-award",
    status="active",
    value=Money(700_000_000, 840_000_000),
    term=TERM,
    signed_at=at("2026-12-08T14:00:00"),
    above_threshold=True,
    agreed_metrics=INDICATORS,
    documents=(NoticeDocument("120001-2027", "UK7"),),
)
TENDERED = ReleaseFacts(
    OCID, "084123-2026", at("2026-09-01T08:00:00"), ("tender",), "SBC", (COUNCIL,), TENDER
)
SIGNED = ReleaseFacts(
    OCID,
    "120001-2027",
    at("2027-01-05T08:00:00"),
    ("award", "contract"),
    "SBC",
    (COUNCIL, SUPPLIER),
    replace(TENDER, status="complete"),
    (replace(AWARD, status="active"),),
    (CONTRACT,),
)
WATCHED = replace(
    SIGNED,
    release_id="230001-2027",
    at=at("2027-12-06T08:00:00"),
    tags=("implementation", "contractAmendment"),
    contracts=(
        replace(
            CONTRACT,
            metrics=(
                replace(
                    INDICATORS[0],
                    observations=(
                        Observation(
                            "EQ01-2027",
                            "approaching_target",
                            Term(day("2027-01-04"), day("2027-12-03")),
                            "93.4",
                            "per cent",
                        ),
                    ),
                ),
            ),
            failures=(
                PerformanceFailure(
                    id="2027-1",
                    requirement="Urgent equipment within 1 working day",
                    description="No urgent deliveries from 2 to 13 August 2027.",
                    suppliers=("EQUIP",),
                    decided_at=at("2027-09-01T10:00:00"),
                    penalty_at=at("2027-10-01T10:00:00"),
                    penalty_kind="contracted",
                    penalty=Money(net_pence=1_250_050),
                    partial_termination="Urgent deliveries went to another supplier.",
                ),
            ),
            amendments=(
                Amendment(
                    id="C1",
                    on=day("2027-11-01"),
                    reason="Prescribers for therapy were added.",
                    grounds=(Ground("unforeseeable"),),
                    value=Money(784_000_000, 940_800_000),
                    term=TERM,
                    standstill=False,
                    above_threshold=True,
                ),
            ),
            proposed_amendments=(Amendment(id="C2", standstill=True),),
            implementation_documents=(NoticeDocument("230001-2027", "UK9"),),
        ),
    ),
)
ENDED = replace(
    WATCHED,
    release_id="310001-2028",
    at=at("2028-02-01T08:00:00"),
    tags=("contractTermination",),
    contracts=(
        replace(
            WATCHED.contracts[0],
            status="terminated",
            ended_because=(Ground("insolvency", "The supplier is wound up."),),
        ),
    ),
)
STORY = {"tender": TENDERED, "contract": SIGNED, "watched": WATCHED, "ended": ENDED}


def release(facts):
    return draft(facts).release


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)
@pytest.mark.parametrize("facts", STORY.values(), ids=STORY)
class TestEachDraft:
    def test_it_fits(self, facts, schema):
        assert open_contracting.breaches(release(facts), schema) == []

    def test_it_stays_the_same_through_json(self, facts, schema):
        written = json.loads(json.dumps(release(facts)))
        assert written == release(facts)
        assert open_contracting.breaches(written, schema) == []

    def test_a_field_that_does_not_exist_is_seen(self, facts, schema):
        wrong = {**release(facts), "tender": {**release(facts)["tender"], "specialRegimes": []}}
        assert open_contracting.breaches(wrong, schema) != []


class TestWhatIsGivenIsThere:
    def test_standstill_lasts_to_the_end_of_its_last_day(self):
        (award,) = release(SIGNED)["awards"]
        assert award["standstillPeriod"] == {
            "startDate": "2026-11-25T00:00:00+00:00",
            "endDate": "2026-12-07T23:59:59+00:00",
        }
        assert award["assessmentSummariesDateSent"] == "2026-11-24T09:00:00+00:00"
        summer = replace(AWARD, standstill=Term(day("2026-06-01"), day("2026-06-10")))
        (award,) = release(replace(SIGNED, awards=(summer,)))["awards"]
        assert award["standstillPeriod"]["endDate"] == "2026-06-10T23:59:59+01:00"

    def test_money_is_pounds_with_and_without_vat(self):
        assert release(TENDERED)["tender"]["value"] == {
            "amount": 7_000_000,
            "amountGross": 8_400_000,
            "currency": "GBP",
        }
        (failure,) = release(WATCHED)["contracts"][0]["implementation"]["performanceFailures"]
        assert failure["penaltyValue"] == {"amount": 12_500.5, "currency": "GBP"}

    def test_each_rating_has_its_code(self):
        (metric,) = release(WATCHED)["contracts"][0]["implementation"]["metrics"]
        (observation,) = metric["observations"]
        assert observation["measureClassification"] == {"id": "slightlyBelow"}
        assert observation["measure"] == "93.4"
        assert list(RATINGS.values()) == [
            *("met", "slightlyBelow", "below", "significantlyBelow", "other"),
        ]

    def test_a_failure_names_who_failed_and_what_came_of_it(self):
        (failure,) = release(WATCHED)["contracts"][0]["implementation"]["performanceFailures"]
        assert failure["suppliers"] == [{"id": "EQUIP", "name": "Tees Equipment Ltd"}]
        assert failure["penaltyType"] == "contracted"
        assert failure["partialTermination"] == "Urgent deliveries went to another supplier."

    def test_changes_made_and_proposed_are_apart(self):
        contract = release(WATCHED)["contracts"][0]
        assert [each["id"] for each in contract["amendments"]] == ["C1"]
        assert contract["amendments"][0]["value"]["amountGross"] == 9_408_000
        assert contract["amendments"][0]["standstill"] is False
        assert contract["proposedAmendments"] == [{"id": "C2", "standstill": True}]

    def test_a_notice_is_a_document_with_its_type(self):
        (notice,) = release(TENDERED)["tender"]["documents"]
        assert (notice["noticeType"], notice["documentType"]) == ("UK4", "tenderNotice")
        changed = replace(CONTRACT, documents=(NoticeDocument("99", "UK10"),))
        (notice,) = release(replace(SIGNED, contracts=(changed,)))["contracts"][0]["documents"]
        assert notice == {"id": "99", "noticeType": "UK10", "language": "en"}

    def test_a_direct_award_says_why(self):
        urgent = replace(
            TENDER,
            method="direct",
            method_reason="The supplier is wound up.",
            method_legal_basis=Ground("urgency"),
            special_regime=("lightTouch",),
        )
        tender = release(replace(TENDERED, tender=urgent))["tender"]
        assert tender["procurementMethodRationaleLegalBasis"] == {"id": "urgency"}
        assert tender["specialRegime"] == ["lightTouch"]


class TestNothingIsInvented:
    def test_what_is_not_given_is_not_there(self):
        bare = replace(TENDERED, tender=Tender(id="store"))
        assert release(bare)["tender"] == {"id": "store"}
        assert "awards" not in release(bare)
        assert all(
            open_contracting.breaches(release(bare), schema) == [] for schema in SCHEMAS.values()
        )

    def test_the_draft_says_what_is_missing(self):
        assert draft(replace(TENDERED, tender=Tender(id="store"))).missing == (
            "Stockton Council has no identifier of a public register.",
            "The tender has no value.",
            "The tender has no time by which tenders come in.",
        )
        bare = Contract(id="store-contract", award_id="store-award")
        found = draft(replace(SIGNED, awards=(Award(id="store-award"),), contracts=(bare,)))
        assert found.missing == (
            "Stockton Council has no identifier of a public register.",
            "Award store-award has no supplier.",
            "Contract store-contract has no day of signature.",
            "Contract store-contract has no value.",
            "Contract store-contract has neither key performance indicators nor a reason why not.",
        )
        assert "There is no award." in draft(replace(SIGNED, awards=())).missing

    def test_a_complete_one_misses_nothing(self):
        registered = replace(COUNCIL, scheme="GB-PPON", number="PABC-1234-DEFG")
        full = replace(SIGNED, organisations=(registered, SUPPLIER))
        assert draft(full).missing == ()
        unfit = replace(CONTRACT, agreed_metrics=(), no_metrics_because="A single delivery.")
        assert draft(replace(full, contracts=(unfit,))).missing == ()


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (replace(TENDERED, ocid="ocds-213czf-1"), "ocid_malformed"),
        (replace(TENDERED, ocid="ocds-h6vhtk-"), "ocid_malformed"),
        (replace(TENDERED, tags=()), "code_not_in_list"),
        (replace(TENDERED, tags=("compiled",)), "code_not_in_list"),
        (replace(TENDERED, tender=replace(TENDER, status="open")), "code_not_in_list"),
        (replace(TENDERED, tender=replace(TENDER, method="framework")), "code_not_in_list"),
        (replace(TENDERED, tender=replace(TENDER, category="both")), "code_not_in_list"),
        (
            replace(TENDERED, tender=replace(TENDER, documents=(NoticeDocument("1", "UK18"),))),
            "code_not_in_list",
        ),
        (replace(TENDERED, buyer="MBC"), "organisation_unknown"),
        (replace(SIGNED, organisations=(COUNCIL,)), "organisation_unknown"),
        (replace(SIGNED, organisations=(COUNCIL, COUNCIL, SUPPLIER)), "identifier_twice"),
        (replace(SIGNED, awards=(AWARD, AWARD)), "identifier_twice"),
        (replace(SIGNED, awards=(replace(AWARD, id="other"),)), "award_unknown"),
        (
            replace(
                SIGNED,
                contracts=(
                    replace(
                        CONTRACT,
                        metrics=(Metric("EQ01", "On time", None, (Observation("1", "fine"),)),),
                    ),
                ),
            ),
            "code_not_in_list",
        ),
        (
            replace(
                SIGNED,
                contracts=(
                    replace(
                        CONTRACT,
                        failures=(
                            PerformanceFailure("1", "All", "None", ("EQUIP",), None, None, "harsh"),
                        ),
                    ),
                ),
            ),
            "code_not_in_list",
        ),
    ],
)
def test_what_contradicts_itself_or_the_lists_is_refused(facts, code):
    assert code_of(lambda: draft(facts)) == code


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)
class TestTheRecord:
    """All releases of one process together tell how it stands, and what it was before."""

    RELEASES = tuple(release(facts) for facts in STORY.values())

    def test_two_releases_make_one(self, schema):
        compiled = Merger(schema).create_compiled_release(list(self.RELEASES[:2]))
        assert compiled["tag"] == ["compiled"]
        assert compiled["tender"]["status"] == "complete"
        assert [each["id"] for each in compiled["parties"]] == ["SBC", "EQUIP"]
        assert open_contracting.breaches(compiled, schema) == []

    def test_the_whole_story_ends_with_the_contract_terminated(self, schema):
        compiled = Merger(schema).create_compiled_release(list(self.RELEASES))
        (contract,) = compiled["contracts"]
        assert contract["status"] == "terminated"
        assert len(contract["agreedMetrics"]) == 3
        assert len(contract["implementation"]["performanceFailures"]) == 1
        assert open_contracting.breaches(compiled, schema) == []

    def test_its_history_is_kept(self, schema):
        versioned = Merger(schema).create_versioned_release(list(self.RELEASES))
        assert [(each["releaseID"], each["value"]) for each in versioned["tender"]["status"]] == [
            ("084123-2026", "active"),
            ("120001-2027", "complete"),
        ]
