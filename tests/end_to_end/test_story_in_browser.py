"""One service from need to watched contract, by people who click and type, each in their role.

It happens today, so that no day has to be waited for: two partners without call-in, who work
together without a tender, and a service that began some months ago.
"""

from datetime import timedelta

import pytest

from deploy.demo.papers import ANSWERS
from shared.clock import legal_day, now
from tests.support.eventually import eventually
from tests.support.typist import typed_answers
from tests.support.visitors import Visitors

THEN = legal_day(now())  # when this began: midnight may pass before it ends
YEAR = THEN.year
PROPOSAL, NEED, SESSION, CONTRACT = (
    f"{prefix}-{YEAR}-71" for prefix in ("JCP", "NEED", "YCP", "CON")
)
PANEL = "Tees Young Commissioners"
LEAD = "commissioner.stccg"  # who writes it
ACCOUNTABLE = "lead.stccg"  # who takes it past its gates
STORY = f"/proposals/{PROPOSAL}"
STARTED = THEN - timedelta(days=90)
WAITS = 10  # seconds, for an event of another service


def today():
    return legal_day(now())


@pytest.fixture(scope="module")
def people(product, front_end, browser):
    return Visitors(product, browser)


def files(people, *codes, on=STARTED, who=LEAD, organisation="STCCG", facts=None):
    """Each paper says what it has to; the financial case comes from the body that pays."""
    for code in codes:
        author = {} if code == "E11" else {"author_organisation": organisation}
        people(who).does(
            f"{STORY}/record/evidence?code={code}",
            title=f"Paper {code}",
            classification="partner",
            on=on,
            **author,
            **{"sha256-file": (f"{code}.pdf", f"%PDF-1.7 {code} of {organisation}".encode())},
            **typed_answers({**ANSWERS[code], **(facts or {})}),
        )


def moves(people, move, on=STARTED, reason="The partners agree."):
    """Through the gate, which may still wait for an event of another service."""

    def said():
        text = people(ACCOUNTABLE).fills(f"{STORY}/moves/{move}", reason=reason, on=on)
        return f"{PROPOSAL} is now at" in text

    assert eventually(said, WAITS)


def test_partners_and_panel_are_known(people):
    operator, facilitator = people("operator.tees"), people("facilitator.mbc")
    for order, (code, name, model) in enumerate(
        (
            ("HBC", "Hartlepool Borough Council", "committee_system"),
            ("STCCG", "NHS South Tees CCG", "nhs_board"),
        ),
        1,
    ):
        operator.does("/partners/register", code=code, name=name, model=model, order=order)
    facilitator.does("/sessions/panel", name=PANEL, area="Tees")
    for number in range(1, 5):
        pseudonym = f"YC-{number:02d}"
        needs = ["easy_read"] if number == 1 else []
        facilitator.does(
            "/sessions/member",
            panel=PANEL,
            pseudonym=pseudonym,
            age_band="14-17",
            adjustments=needs,
            login=pseudonym.lower(),
        )


def test_an_analyst_evidences_and_scores_a_need(people):
    analyst = people("analyst.mbc")
    analyst.does(
        "/needs/indicator",
        code="N71",
        name="Children waiting over 18 weeks",
        unit="children",
        kind="percent",
        source="The trust",
        polarity="lower",
    )
    rows = "code,area,period,numerator,denominator\nN71,HBC,2024/25,212,409\nN71,HBC,2025/26,3,409"
    assert "The figures are loaded." in analyst.does("/needs/figures", pasted=rows)
    analyst.does(
        "/needs/identify",
        title="Children wait too long",
        service_type="speech_and_language_therapy",
        trigger_kind="gap",
        trigger_text="The figures show it.",
        area="HBC",
        indicator_codes=["N71"],
        reference=NEED,
        on=STARTED,
    )
    shown = analyst.opens(f"/needs/{NEED}").text()
    assert "51.8" in shown
    assert "*" in shown  # three children are too few to be shown
    scores = {"severity": "4", "numbers": "5", "gap": "4", "exposure": "5"}
    scores |= {"inequality": "4", "feasibility": "4"}
    analyst.does(f"/needs/{NEED}/score", **scores, on=STARTED)
    assert "87" in analyst.opens(f"/needs/{NEED}").text()
    analyst.does(
        "/needs/assessment",
        title="Joint needs assessment",
        as_at=STARTED,
        indicator_codes=["N71"],
        need_ids=[NEED],
        on=STARTED,
    )


def test_a_commissioner_takes_the_proposal_to_the_panel(people):
    lead = people(LEAD)
    lead.does(
        "/proposals/draft",
        title="Speech and language therapy",
        service_type="speech_and_language_therapy",
        need_id=NEED,
        lead="STCCG",
        partners=["HBC", "STCCG"],
        reference=PROPOSAL,
        on=STARTED,
    )
    refused = lead.fills(f"{STORY}/moves/begin_assessment", reason="Now.", on=STARTED)
    assert "The gate is not open yet" in refused
    assert "E01" in refused
    files(people, "E01")
    moves(people, "begin_assessment")
    files(people, "E02", "E03", "E04")
    moves(people, "seek_mandate")
    files(people, "E05", "E06")
    lead.does(
        f"{STORY}/record/conflict",
        role="joint commissioner",
        nature="none",
        action="none_needed",
        on=STARTED,
    )
    moves(people, "begin_coproduction")
    files(people, "E07", "E08", "E09")
    moves(people, "write_business_case")
    version = {"annual_cost_pence": "1184000", "initial_months": "36", "reason": "First draft."}
    wrong = lead.fills(
        f"{STORY}/record/version", **version, shares={"HBC": "42.5", "STCCG": "57.4"}, on=STARTED
    )
    assert "There is a problem" in wrong
    assert "100" in wrong
    lead.does(
        f"{STORY}/record/version", **version, shares={"HBC": "42.5", "STCCG": "57.5"}, on=STARTED
    )
    shown = lead.opens(STORY).text()
    assert "£503,200" in shown
    assert "£680,800" in shown
    files(people, "E10", "E12", "E13", "E14", "E15", "E17")
    files(people, "E11", who="finance.stccg")
    files(people, "E11", who="finance.hbc", organisation="HBC")
    files(people, "E16", facts={"route": "public_cooperation"})
    mine = lead.opens(STORY).text()
    assert "Only a lead commissioner may do this." in mine
    moves(people, "consult_panel")


def test_a_panel_member_is_asked_stops_and_comes_back(people):
    facilitator, member = people("facilitator.mbc"), people("yc-01")
    facilitator.does(
        "/sessions/schedule",
        panel=PANEL,
        purpose="proposal",
        proposal_id=PROPOSAL,
        held_on=today(),
        opens_on=today(),
        closes_on=today() + timedelta(days=1),  # so that midnight may pass meanwhile
        brief_formats=["standard", "easy_read"],
        brief_issued_on=today() - timedelta(days=30),
        reference=SESSION,
    )
    present = "\n".join(f"YC-{number:02d}" for number in range(1, 5))
    facilitator.does(f"/sessions/{SESSION}/record/open", present=present, second_adult="yes")

    page = member.page
    member.opens(f"/panel/{SESSION}/question/theme")
    page.check("#answer-staff", force=True)
    member.presses(".govuk-button:has-text('Next')")
    page.fill("#answer", "Keep the same therapist until our goals are done.")
    member.presses(".govuk-button:has-text('Next')")
    member.opens("/panel")  # away, and back again
    member.opens(f"/panel/{SESSION}/question/statement")
    assert page.input_value("#answer") == "Keep the same therapist until our goals are done."
    member.opens(f"/panel/{SESSION}/question/why")
    member.presses("text=I am not sure")
    page.check("#answer-must", force=True)
    member.presses(".govuk-button:has-text('Next')")
    member.presses("text=Send my idea")
    assert "Thank you. We have your idea." in member.text()


def test_the_panel_is_answered_before_anybody_decides(people):
    lead, facilitator = people(LEAD), people("facilitator.mbc")
    facilitator.does(f"/sessions/{SESSION}/record/close")
    late = people("yc-02")
    late.page.goto(f"{people.product.url}/panel/{SESSION}/question/statement")
    assert "closed" in late.text()
    refused = people(ACCOUNTABLE).fills(
        f"{STORY}/moves/seek_decisions", reason="No consultation is needed."
    )
    assert "The gate is not open yet" in refused
    idea = f"/recommendations/{SESSION}-R1"
    lead.does(f"{idea}/acknowledge")
    lead.does(f"{idea}/answer", decision="accept", reasons="You are right.", owner="Peter Lowe")
    moves(people, "seek_decisions", today(), "Families took part; nothing is taken away.")
    assert "You are right." in people("yc-01").opens("/panel/answers").text()


def test_each_partner_decides_for_itself(people):
    files(people, "E21", on=today())
    files(people, "E21", on=today(), who="democratic.hbc", organisation="HBC")
    address = f"{STORY}/record/decision"
    for who, partner, body, route in (
        ("democratic.hbc", "Hartlepool Borough Council", "Finance Committee", "committee"),
        ("secretary.stccg", "NHS South Tees CCG", "Governing Body", "icb_board"),
    ):
        asked = people(who).opens(address)
        assert f"Record the decision of {partner}" in asked.text()  # and of no other
        asked.does(address, body=body, route=route, outcome="approved", decided_on=today())
    moves(people, "record_joint_decision", today())
    moves(people, "agree_without_tender", today())


def test_the_contract_is_recorded_and_the_service_goes_live(people):
    lead = people(LEAD)
    lead.does(
        f"{STORY}/record/contract",
        supplier_name="Tees Talk Community Therapies",
        supplier_code="TEESTALK",
        signed_on=today(),
        starts_on=today().replace(year=YEAR - 1, month=4, day=1),
        initial_end_on=today().replace(year=YEAR + 2, month=3, day=31),
        maximum_end_on=today().replace(year=YEAR + 2, month=3, day=31),
        contract_reference=CONTRACT,
    )
    lead.does(f"{STORY}/record/agreement", kind="section_75_lead", host="STCCG", sealed_on=today())
    files(people, "E33", "E34", "E35", "E36", on=today())
    moves(people, "go_live", today())


def test_a_red_return_is_seen_with_the_notice_that_follows(people):
    provider, manager = people("provider.teestalk"), people("contracts.stccg")
    path = f"/contracts/{CONTRACT}"

    def is_there():
        return manager.page.goto(people.product.url + path).status == 200

    assert eventually(is_there, WAITS)
    figures = {
        "measure": "SLT01",
        "period": f"{YEAR - 1}-Q1",
        "period_kind": "full",
        "starts_on": THEN.replace(year=YEAR - 1, month=4, day=1),
        "ends_on": THEN.replace(year=YEAR - 1, month=6, day=30),
        "denominator": "301",
    }
    wrong = provider.fills(f"{path}/record/return", **figures, numerator="302")
    assert "There is a problem" in wrong
    provider.does(f"{path}/record/return", **figures, numerator="259")
    assert "There is a problem" in provider.fills(
        f"{path}/record/return", **figures, numerator="259"
    )
    manager.does(f"{path}/returns/SLT01/{YEAR - 1}-Q1/validation")
    shown = manager.opens(path).text()
    assert "86.0" in shown
    assert "Red" in shown
    assert "notice" in shown.lower()


def test_every_step_can_be_followed(people):
    events = people("operator.tees").opens(f"/events?subject={PROPOSAL}").text()
    for name in ("proposal.drafted", "proposal.stage_changed", "decision.recorded"):
        assert f"{name}.v1" in events
    assert people(LEAD).opens("/proposals?stage=live").text().count(PROPOSAL) == 1
