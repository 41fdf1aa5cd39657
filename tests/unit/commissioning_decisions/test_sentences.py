"""The timeline says each thing that happened in one plain sentence."""

from datetime import UTC, datetime
from typing import get_args

import pytest

from services.commissioning_decisions.domain import sentences
from services.commissioning_decisions.domain.acts import (
    Act,
    ConditionConfirmed,
    ConflictDeclared,
    ConflictSettled,
    DisputeRaised,
    DisputeSettled,
    JointRuleAgreed,
    OptionExercised,
    PartnerLeft,
    PartnerSucceeded,
    SealedAgreement,
    Waiver,
)
from services.commissioning_decisions.domain.acts_of_buying import (
    FurtherDecisionSent,
    ProcurementAbandoned,
    PublishedNotice,
    RegimeDetermined,
    RepresentationReceived,
    SupplierRisk,
)
from tests.support.cases import (
    a_cap,
    a_case,
    a_contract,
    a_notice,
    awarded,
    called_in,
    day,
    decided,
    papers,
    resolved,
    scored,
    standing_still,
    tendered,
    to_award,
)

ASKED = a_case("partner_decisions")
APPROVED = decided(ASKED, "MBC", "2018-09-18", "2018-09-20", resolutions=("1", "2", "3"))
CALLED_IN = called_in(APPROVED, "MBC", "3", on="2018-09-26")
SEPT = day("2018-09-21")
NOON = datetime(2018, 9, 21, 12, tzinfo=UTC)
WAITING = standing_still(awarded(to_award()))
CAPPED = {
    "outcome": "approved_conditional",
    "conditions": (a_cap("STCCG", 69_000_000),),
}
UNTIL = {"outcome": "deferred", "reason": "Later.", "deferred_until": day("2018-10-24")}
CONFLICT = ConflictDeclared(
    "CONF-2", "STCCG", "member of the board", "post_at_provider", "recuse", day("2018-09-20")
)
SAID = [
    (papers("E02")[0], "E02 was filed: Paper E02."),
    (
        Waiver("go_live", "agreement_sealed", None, "MBC", "director", "Sealed next week.", SEPT),
        "Middlesbrough Council waived (agreement sealed) for go live. Sealed next week.",
    ),
    (
        Waiver("go_live", "evidence", "E33", "MBC", "director", "Two items are open.", SEPT),
        "Middlesbrough Council waived E33 (evidence) for go live. Two items are open.",
    ),
    (
        CONFLICT,
        "NHS South Tees CCG: a conflict of interest is declared (member of the board): post at "
        "provider; recuse.",
    ),
    (
        ConflictDeclared("CONF-1", "MBC", "joint commissioner", "none", "none_needed", SEPT),
        "Middlesbrough Council: no conflict of interest is declared (joint commissioner).",
    ),
    (
        ConflictSettled("CONF-2", "STCCG", SEPT),
        "The chair at NHS South Tees CCG confirmed the decision without the vote that CONF-2 "
        "voided.",
    ),
    (
        JointRuleAgreed("committee_majority", "Terms of reference of 2018", SEPT, quorum=2),
        "The partners agreed to decide by committee majority: Terms of reference of 2018.",
    ),
    (
        PartnerLeft("STCCG", "It buys alone.", SEPT),
        "The others go on without NHS South Tees CCG. It buys alone.",
    ),
    (
        PartnerSucceeded(("HASTCCG", "STCCG"), {"SBC": 10_000}, SEPT, "Order of 2018."),
        "Stockton Council took the place of NHS Hartlepool and Stockton CCG and NHS South Tees CCG "
        "on 2018-09-21. Order of 2018.",
    ),
    (
        OptionExercised(1, 12, day("2023-03-31"), {"MBC": "Executive", "STCCG": "Board"}, SEPT),
        "Option 1 was taken up with every partner's consent: 12 months, to 2023-03-31.",
    ),
    (
        DisputeRaised("DIS-1", "MBC", "Who pays for training.", SEPT, ()),
        "Middlesbrough Council raised a dispute (DIS-1): Who pays for training.",
    ),
    (DisputeSettled("DIS-1", "agreed", SEPT), "The dispute DIS-1 is settled: agreed."),
    (
        decided(ASKED, "STCCG", "2018-09-26", outcome="inquorate", reason="Three were there.").acts[
            -1
        ],
        "NHS South Tees CCG: Its body had no quorum for version 1. Three were there.",
    ),
    (
        a_notice(ASKED, "MBC", "2018-09-18", "2018-08-17"),
        "Middlesbrough Council gave notice of a key decision by its Executive.",
    ),
    (
        a_notice(ASKED, "MBC", "2018-09-18", "2018-08-21"),
        "Middlesbrough Council gave notice of a key decision by its Executive. It came too late.",
    ),
    (APPROVED.acts[-1], "Middlesbrough Council: Its body approved version 1."),
    (
        decided(ASKED, "STCCG", "2018-09-26", **CAPPED).acts[-1],
        "NHS South Tees CCG: Its body approved, with conditions, version 1. Own cost.",
    ),
    (
        decided(ASKED, "STCCG", "2018-09-26", **UNTIL).acts[-1],
        "NHS South Tees CCG: Its body put off version 1. Later.",
    ),
    (CALLED_IN.acts[-1], "Councillors of Middlesbrough Council called in resolution 3."),
    (
        resolved(CALLED_IN, "MBC", "3", on="2018-10-16").acts[-1],
        "Middlesbrough Council: scrutiny takes no action on resolution 3.",
    ),
    (
        ConditionConfirmed("STCCG", "STCCG-CAP", day("2018-10-01")),
        "NHS South Tees CCG: condition STCCG-CAP is confirmed as met.",
    ),
    (
        tendered().tender,
        "The tender was published. Points: quality 50, young 15, social 10, price 25.",
    ),
    (
        scored().scores,
        "3 bids were scored. Tees Talk Community Therapies came first with 84.58 points.",
    ),
    (
        WAITING.awards["MBC"],
        "Middlesbrough Council decided to award to Tees Talk Community Therapies.",
    ),
    (WAITING.standstill, f"The standstill began. {WAITING.standstill.explanation}"),
    (
        RegimeDetermined(
            "provider_selection_regime",
            "Provider Selection Regime",
            "psr_most_suitable",
            SEPT,
            SEPT,
            "integrated_care_board",
            752_000_000,
            False,
            None,
            None,
            "contract",
            "mandatory",
            False,
            (),
            "2026.1",
        ),
        "It is bought under Provider Selection Regime, psr most suitable.",
    ),
    (
        PublishedNotice("UK6", "091234-2026", SEPT, "Contract award notice"),
        "Contract award notice (UK6) is published with the number 091234-2026.",
    ),
    (
        RepresentationReceived("NORTHBANK", NOON, True, None, "Nobody can sign yet."),
        "A representation about the award was made in time; standstill goes on.",
    ),
    (
        RepresentationReceived("NORTHBANK", NOON, False, None, "It is over."),
        "A representation about the award came too late.",
    ),
    (
        FurtherDecisionSent("proceed", "No error.", NOON, ("NORTHBANK",), None, "It ends."),
        "The further decision about representations is to proceed. It ends.",
    ),
    (
        ProcurementAbandoned("No provider fits.", SEPT, None),
        "The procurement is abandoned. No provider fits.",
    ),
    (
        SupplierRisk("Equip North", "critical", "insolvency", SEPT),
        "The risk that Equip North fails is critical (insolvency).",
    ),
    (a_contract(WAITING), "CON-2019-01 was signed with Tees Talk Community Therapies."),
    (
        SealedAgreement("section_75_lead", "STCCG", day("2019-03-01")),
        "The partners sealed their agreement (section 75 lead); NHS South Tees CCG is the host.",
    ),
]


@pytest.mark.parametrize(("act", "sentence"), SAID, ids=[type(act).__name__ for act, _ in SAID])
def test_what_happened_reads_as_a_sentence(act, sentence):
    assert sentences.of_act(act, ASKED) == sentence


def test_every_kind_of_act_has_one():
    assert {type(act) for act, _ in SAID} == set(get_args(Act))


def test_a_restricted_paper_is_known_to_be_there_and_not_by_its_title():
    [paper] = papers("E21")
    for classification, shown in (
        ("public", "Paper E21"),
        ("partner", "Paper E21"),
        ("exempt", "Exempt item"),
        ("restricted", "Exempt item"),
    ):
        secret = type(paper)(**{**vars(paper), "classification": classification})
        assert sentences.of_act(secret, ASKED) == f"E21 was filed: {shown}."


def test_a_version_and_a_move_say_why():
    assert sentences.of_version(ASKED.newest) == "Version 1 was written. Next."
    moved = sentences.of_move(ASKED, ASKED.moves[-1])
    assert moved == "Moved to partner decisions. The test begins here."
