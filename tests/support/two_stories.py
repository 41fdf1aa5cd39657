"""Both proposals of the two stories, step by step with their days of record, for one service.

Each story is a generator: it stops after each move and names the stage that was reached.
"""

from collections.abc import Iterator
from typing import Any

THERAPY, STORE = "JCP-2017-03", "JCP-2018-07"
SESSIONS = {THERAPY: "YCP-2018-02", STORE: "YCP-2019-01"}
# The day of the brief, of the session, and its last day.
SESSION_DAYS = {
    THERAPY: ("2018-06-29", "2018-07-14", "2018-07-16"),
    STORE: ("2019-03-01", "2019-03-16", "2019-03-18"),
}
SUPPLIER = {"code": "TEESTALK", "name": "Tees Talk Community Therapies"}
THERAPY_SHARES = [{"partner": "MBC", "bp": 4250}, {"partner": "STCCG", "bp": 5750}]
STORE_SHARES = [
    {"partner": "MBC", "bp": 1340},
    {"partner": "SBC", "bp": 1660},
    {"partner": "RCBC", "bp": 1120},
    {"partner": "HBC", "bp": 880},
    {"partner": "STCCG", "bp": 2410},
    {"partner": "HASTCCG", "bp": 2590},
]
# Code, name, kind, model, call-in working days, key decision from, limits.
PARTNERS: tuple[tuple[Any, ...], ...] = (
    ("MBC", "Middlesbrough Council", "council", "elected_mayor", 5, 15_000_000, {}),
    ("SBC", "Stockton Council", "council", "leader_and_cabinet", 5, 15_000_000, {}),
    ("RCBC", "Redcar and Cleveland Council", "council", "leader_and_cabinet", 5, 15_000_000, {}),
    ("HBC", "Hartlepool Council", "council", "committee_system", None, None, {}),
    ("STCCG", "NHS South Tees CCG", "nhs", "nhs_board", None, None, {"icb_officer": 100_000_000}),
    (
        "HASTCCG",
        "NHS Hartlepool and Stockton CCG",
        "nhs",
        "nhs_board",
        None,
        None,
        {"icb_officer": 30_000_000},
    ),
)
THERAPY_CONTRACT = {
    "proposal_id": THERAPY,
    "contract_reference": "CON-2019-01",
    "supplier": SUPPLIER,
    "signed_on": "2019-01-07",
    "starts_on": "2019-04-01",
    "initial_end_on": "2022-03-31",
    "maximum_end_on": "2024-03-31",
    "annual_value_pence": 118_400_000,
}
WAIVED = "Families took part in autumn; nothing is taken away."


def told(proposal: str) -> list[tuple[str, str, int, dict[str, Any]]]:
    """What other services say about a proposal: event, subject, version and data, in order."""
    need = {"id": "NEED-2017-01", "title": "Children wait too long", "score": None}
    scored = {**need, "score": "87.0", "rank": 1, "ranked_of": 4}
    assessment = {"id": "SNA-2018-01", "title": "Tees", "need_ids": ["NEED-2017-01"]}
    issued, held, closes = SESSION_DAYS[proposal]
    session = {
        "id": SESSIONS[proposal],
        "proposal_id": proposal,
        "brief_issued_on": issued,
        "held_on": held,
        "closes_on": closes,
    }
    asked = {
        "id": f"{SESSIONS[proposal]}-R1",
        "session_id": SESSIONS[proposal],
        "proposal_id": proposal,
        "strength": "must",
        "statement": "Keep the same therapist until our goals are done.",
        "response_due_on": "2018-08-10",
    }
    answer = {"decision": "accept", "reasons": "It is in the specification."}
    recommendation = asked["id"]
    return [
        ("need.identified", "NEED-2017-01", 1, {"need": need}),
        ("need.scored", "NEED-2017-01", 2, {"need": scored}),
        ("assessment.published", "SNA-2018-01", 1, {"assessment": assessment}),
        *(
            (f"panel.session_{name}", session["id"], version, {"session": {**session, **stage}})
            for version, name, stage in (
                (1, "scheduled", {"stage": "draft"}),
                (2, "opened", {"stage": "open"}),
                (3, "closed", {"stage": "closed"}),
            )
        ),
        *(
            (
                f"panel.recommendation_{stage}",
                recommendation,
                version,
                {"recommendation": {**asked, "stage": stage, **more}},
            )
            for version, stage, more in (
                (1, "submitted", {}),
                (2, "acknowledged", {}),
                (3, "responded", {"response": answer}),
            )
        ),
    ]


def watched(proposal: str) -> list[tuple[str, str, int, dict[str, Any]]]:
    """What contract monitoring says about the proposal's contract, in order."""
    contract = {"id": "CON-2019-01", "proposal_id": proposal, "stage": "live"}
    review = {"stage": "under_review", "review_opened_on": "2020-09-30"}
    return [
        ("contract.commenced", "CON-2019-01", 1, {"contract": contract}),
        ("performance.escalated", "CON-2019-01", 2, {"contract": {**contract, **notice()}}),
        ("contract.review_opened", "CON-2019-01", 3, {"contract": {**contract, **review}}),
    ]


def notice() -> dict[str, Any]:
    return {"escalation_level": 2}


def register_partners(decisions: Any) -> None:
    for order, (code, name, kind, model, days, key, limits) in enumerate(PARTNERS, 1):
        body = {
            "code": code,
            "name": name,
            "kind": kind,
            "order": order,
            "governance": {
                "model": model,
                "call_in": days is not None,
                "call_in_working_days": days,
            },
            "key_decision_pence": key,
            "limits": limits,
            "limits_basis": "a_year",
        }
        decisions.operator("register_partner", body)


def content(shares: list[dict[str, Any]], pence: int, **more: Any) -> dict[str, Any]:
    return {"annual_cost_pence": pence, "cost_head": "service", "shares": shares, **more}


def therapy_content(draft: str) -> dict[str, Any]:
    return content(
        THERAPY_SHARES,
        118_400_000,
        term={"initial_months": 36, "extension_months": [12, 12]},
        maximum_value_pence=592_000_000,
        specification_sha256=draft * 64,
        measure_set="slt",
    )


def store_content(draft: str) -> dict[str, Any]:
    return content(
        STORE_SHARES, 104_533_300, specification_sha256=draft * 64, measure_set="equipment_store"
    )


def therapy(decisions: Any) -> Iterator[str]:
    """JCP-2017-03, led by the CCG: key decision, call-in of one resolution, tender, contract."""
    case = decisions.case(THERAPY, lead=decisions.ccg)
    body = {
        "reference": THERAPY,
        "title": "Speech and language therapy",
        "service_type": "speech_and_language_therapy",
        "need_id": "NEED-2017-01",
        "lead": "STCCG",
        "partners": ["MBC", "STCCG"],
        "on": "2017-10-02",
    }
    decisions.ccg("draft_proposal", body)
    decisions.receives_all(told(THERAPY))
    yield "need_identified"
    case.files("2017-10-02", "E01")
    yield case.moves("2017-10-09", "begin_assessment")
    case.files("2018-01-26", "E02", "E03", "E04")
    yield case.moves("2018-01-26", "seek_mandate")
    case.files("2018-02-14", "E05", "E06")
    case.declares("MBC", "2018-02-14")
    yield case.moves("2018-03-05", "begin_coproduction")
    case.files("2018-05-25", "E07", "E08", "E09")
    yield case.moves("2018-05-29", "write_business_case")
    for on, draft in (("2018-05-29", "1"), ("2018-06-18", "2"), ("2018-06-28", "3")):
        case.revises(on, therapy_content(draft))
    case.files("2018-06-29", "E17", "E10", "E12", "E13", "E14", "E15")
    case.files("2018-07-06", "E11", organisation="MBC")
    case.files("2018-07-06", "E11", organisation="STCCG")
    case.files("2018-07-06", "E16", fields={"route": "pcr2015_light_touch"})
    yield case.moves("2018-07-06", "consult_panel")
    yield case.moves("2018-08-17", "seek_decisions", WAIVED)
    yield from _therapy_decided(decisions, case)
    yield from _therapy_bought(decisions, case)


def _therapy_decided(decisions: Any, case: Any) -> Iterator[str]:
    case.announces("MBC", "Executive", meeting_on="2018-09-18", on="2018-08-17")
    case.files("2018-09-10", "E21", organisation="MBC")
    case.files("2018-09-10", "E21", organisation="STCCG")
    case.decides(
        "MBC",
        body="Executive",
        route="executive",
        decided_on="2018-09-18",
        published_on="2018-09-20",
        resolutions=["1", "2", "3"],
    )
    cap = {
        "id": "STCCG-CAP",
        "kind": "own_cost_cap",
        "text": "Own cost of at most £690,000 a year",
        "cap_pence": 69_000_000,
        "per": "year",
    }
    case.decides(
        "STCCG",
        body="Governing Body",
        route="icb_board",
        outcome="approved_conditional",
        decided_on="2018-09-26",
        conditions=[cap],
    )
    called_in = {"proposal_id": THERAPY, "partner": "MBC", "resolutions": ["3"]}
    decisions.officer("MBC")("call_in", {**called_in, "by_count": 5, "on": "2018-09-26"})
    yield case.moves("2018-09-26", "record_joint_decision")
    resolved = {**called_in, "outcome": "no_action", "on": "2018-10-16"}
    decisions.officer("MBC")("resolve_call_in", resolved)


def _therapy_bought(decisions: Any, case: Any) -> Iterator[str]:
    yield case.moves("2018-10-16", "design_procurement")
    case.files("2018-10-19", "E23", "E24", "E25", "E26")
    evaluation = {
        "weights": {"quality": 50, "young": 15, "social": 10, "price": 25},
        "panel_question": "How will you make sure that we feel safe and listened to?",
        "fallback": "The panel meets again within 5 working days.",
    }
    tender = {"evaluation": evaluation, "notice_on": "2018-10-22", "on": "2018-10-22"}
    case.does("open_tender", {**tender, "closes_at": "2018-11-19T12:00:00+00:00"})
    yield case.moves("2018-10-22", "invite_bids")
    names = ("code", "name", "price_pence", "quality", "young", "social")
    bids = (
        ("TEESTALK", "Tees Talk Community Therapies", 592_000_000, "41.5", "12.6", "7.0"),
        ("NORTHBANK", "Northbank Paediatrics", 556_000_000, "38.0", "9.3", "8.0"),
        ("CLEARWAY", "Clearway Health", 579_000_000, "43.0", "8.1", "6.5"),
    )
    scores = [dict(zip(names, bid, strict=True)) for bid in bids]
    case.does("record_scores", {"bids": scores, "on": "2018-11-26"})
    case.files("2018-11-30", "E27", "E28")
    yield case.moves("2018-11-30", "award")
    for partner, route, decided_on, published_on in (
        ("MBC", "officer", "2018-12-10", "2018-12-11"),
        ("STCCG", "icb_officer", "2018-12-12", None),
    ):
        award = {
            "proposal_id": THERAPY,
            "supplier": SUPPLIER,
            "partner": partner,
            "route": route,
            "decided_on": decided_on,
            "published_on": published_on,
            "on": published_on or decided_on,
        }
        decisions.officer(partner)("record_award", award)
    case.does("start_standstill", {"sent_on": "2018-12-14", "on": "2018-12-14"})
    case.files("2018-12-14", "E30")
    yield case.moves("2018-12-27", "mobilise")
    decisions.ccg("sign_contract", {**THERAPY_CONTRACT, "on": "2019-01-07"})
    sealed = {"kind": "section_75_lead", "host": "STCCG", "sealed_on": "2019-03-01"}
    case.does("seal_agreement", {**sealed, "on": "2019-03-01"})
    case.files("2019-03-26", "E33", "E34", "E35", "E36")
    yield case.moves("2019-04-01", "go_live")


def store(decisions: Any) -> Iterator[str]:
    """JCP-2018-07, led by Middlesbrough: six partners, one puts it off, nothing is bought."""
    case = decisions.case(STORE, lead=decisions.council)
    body = {
        "reference": STORE,
        "title": "Joint Tees children's equipment store",
        "service_type": "children_equipment",
        "need_id": "NEED-2017-01",
        "lead": "MBC",
        "partners": [share["partner"] for share in STORE_SHARES],
        "on": "2018-05-14",
    }
    decisions.council("draft_proposal", body)
    decisions.receives_all(told(STORE))
    case.files("2018-05-14", "E01")
    yield case.moves("2018-05-21", "begin_assessment")
    case.files("2018-07-13", "E02", "E03", "E04")
    yield case.moves("2018-07-16", "seek_mandate")
    case.files("2018-09-12", "E05", "E06")
    case.declares("MBC", "2018-09-12")
    yield case.moves("2018-09-17", "begin_coproduction")
    case.files("2018-11-30", "E07", "E08", "E09")
    yield case.moves("2018-12-03", "write_business_case")
    drafts = (("2018-12-03", "1"), ("2019-01-14", "2"), ("2019-02-11", "3"), ("2019-02-25", "4"))
    for on, draft in drafts:
        case.revises(on, store_content(draft))
    case.files("2019-02-27", "E10", "E12", "E13", "E14", "E15", "E17")
    for share in STORE_SHARES:
        case.files("2019-02-27", "E11", organisation=share["partner"])
    case.files("2019-02-27", "E16", fields={"route": "public_cooperation"})
    yield case.moves("2019-03-04", "consult_panel")
    yield case.moves("2019-05-13", "seek_decisions", WAIVED)
    for partner, meeting_on, on in (
        ("MBC", "2019-06-18", "2019-05-17"),
        ("SBC", "2019-06-20", "2019-05-17"),
        ("RCBC", "2019-06-25", "2019-05-21"),
    ):
        case.announces(partner, "Executive", meeting_on=meeting_on, on=on)
    for share in STORE_SHARES:
        case.files("2019-06-07", "E21", organisation=share["partner"])
    yield from store_decided(case)
    yield case.moves("2019-07-16", "agree_without_tender")
    sealed = {"kind": "section_75_pooled", "host": "MBC", "sealed_on": "2019-08-09"}
    case.does("seal_agreement", {**sealed, "on": "2019-08-09"})
    contract = {
        "contract_reference": "CON-2019-02",
        "supplier": {"code": "MBC", "name": "Middlesbrough Council"},
        "signed_on": "2019-08-09",
        "starts_on": "2019-09-02",
        "initial_end_on": "2024-09-01",
        "maximum_end_on": "2024-09-01",
        "annual_value_pence": 104_533_300,
        "on": "2019-08-09",
    }
    case.does("sign_contract", contract)
    case.files("2019-08-23", "E33", "E34", "E35", "E36")
    yield case.moves("2019-09-02", "go_live")


def store_decided(case: Any) -> Iterator[str]:
    """Six decisions, in the order of their days of record."""
    executive = {"body": "Executive", "route": "executive"}
    committee = {"body": "Finance and Policy Committee", "route": "committee"}
    cap = {
        "id": "RCBC-CAP",
        "kind": "own_cost_cap",
        "text": "Own contribution of at most £120,000 a year",
        "cap_pence": 12_000_000,
        "per": "year",
    }
    case.decides("MBC", decided_on="2019-06-18", published_on="2019-06-20", **executive)
    case.decides("SBC", decided_on="2019-06-20", published_on="2019-06-24", **executive)
    case.decides(
        "HBC",
        decided_on="2019-06-24",
        outcome="deferred",
        deferred_until="2019-07-15",
        reason="Members want to see activity by council.",
        **committee,
    )
    case.decides("STCCG", decided_on="2019-06-26", body="Governing Body", route="icb_board")
    case.decides(
        "RCBC",
        decided_on="2019-06-25",
        published_on="2019-06-27",
        outcome="approved_conditional",
        conditions=[cap],
        **executive,
    )
    case.decides(
        "HASTCCG",
        decided_on="2019-07-10",
        body="Accountable Officer",
        route="icb_officer",
        value_pence=27_074_125,
    )
    yield "five_of_six"
    case.decides("HBC", decided_on="2019-07-15", **committee)
    yield case.moves("2019-07-15", "record_joint_decision")


def play(story: Iterator[str], until: str) -> None:
    """Tell a story up to the moment that is named."""
    for reached in story:
        if reached == until:
            return
    raise AssertionError(f"the story never came to {until}")
