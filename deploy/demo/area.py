"""The ground of both stories: partners, panel, figures, and four needs on one scale."""

from typing import Any

from deploy.demo.figures import INDICATORS, observations
from deploy.demo.narrator import Story

PANEL = "Tees Young Commissioners"
AREA = "MBC"
NEEDS = {
    "slt": "NEED-2017-01",
    "mental_health": "NEED-2017-02",
    "store": "NEED-2017-03",
    "short_breaks": "NEED-2017-04",
}
ASSESSMENT = "SNA-2018-01"
ICB = ("NENCICB", "NHS North East and North Cumbria ICB")  # since July 2022

# Code, name, kind, model, call-in working days, key decision from, order. The limits are examples.
PARTNERS: tuple[tuple[str, str, str, str, int | None, int | None], ...] = (
    ("MBC", "Middlesbrough Council", "council", "elected_mayor", 5, 15_000_000),
    ("SBC", "Stockton-on-Tees Borough Council", "council", "leader_and_cabinet", 5, 15_000_000),
    (
        "RCBC",
        "Redcar and Cleveland Borough Council",
        "council",
        "leader_and_cabinet",
        5,
        15_000_000,
    ),
    ("HBC", "Hartlepool Borough Council", "council", "committee_system", None, None),
    ("STCCG", "NHS South Tees CCG", "nhs", "nhs_board", None, None),
    ("HASTCCG", "NHS Hartlepool and Stockton-on-Tees CCG", "nhs", "nhs_board", None, None),
)
# Held against the value of a year, as each body's scheme of delegation says.
LIMITS = {
    "STCCG": {"icb_officer": 100_000_000},
    "HASTCCG": {"icb_officer": 30_000_000},
}

# Severity, numbers, gap, exposure, inequality, feasibility: 0 to 5 each.
SCORES = {
    "mental_health": (5, 4, 5, 3, 4, 2),
    "store": (4, 3, 4, 4, 3, 5),
    "short_breaks": (3, 3, 3, 4, 3, 4),
    "slt": (4, 5, 4, 5, 4, 4),
}
CRITERIA = ("severity", "numbers", "gap", "exposure", "inequality", "feasibility")


def tell(story: Story) -> None:
    story.chapter("The area: who decides, who is asked, what is known")
    _partners(story)
    _panel(story)
    _figures(story)
    _needs(story)


def _partners(story: Story) -> None:
    operator = story.who("operator", "TEES")
    for order, (code, name, kind, model, call_in_days, key_pence) in enumerate(PARTNERS, 1):
        body: dict[str, Any] = {
            "code": code,
            "name": name,
            "kind": kind,
            "order": order,
            "governance": {
                "model": model,
                "call_in": call_in_days is not None,
                "call_in_working_days": call_in_days,
            },
            "key_decision_pence": key_pence,
            "limits": LIMITS.get(code, {}),
            "limits_basis": "a_year",
        }
        story.do("2017-04-03", f"{name} joins.", operator, "/api/partners", body)


def register_board(story: Story) -> None:
    """The board that came after the clinical commissioning groups."""
    code, name = ICB
    body: dict[str, Any] = {
        "code": code,
        "name": name,
        "kind": "nhs",
        "order": 7,
        "governance": {"model": "nhs_board", "call_in": False, "call_in_working_days": None},
        "key_decision_pence": None,
        "limits": {"icb_officer": 100_000_000},
        "limits_basis": "whole_life",
    }
    story.do("2022-07-01", f"{name} joins.", story.who("operator", "TEES"), "/api/partners", body)


def _panel(story: Story) -> None:
    facilitator = story.who("facilitator")
    story.do(
        "2017-04-03",
        f"The panel {PANEL} is founded.",
        facilitator,
        "/api/panels",
        {"name": PANEL, "area": "tees"},
    )
    adjustments = {1: ["easy_read"], 4: ["large_print"], 7: ["symbols"]}
    for number in range(1, 11):
        pseudonym = f"YC-{number:02d}"
        body: dict[str, Any] = {
            "pseudonym": pseudonym,
            "age_band": "14-17" if number % 2 else "18-25",
            "adjustments": adjustments.get(number, []),
            "login": pseudonym.lower(),
        }
        path = f"/api/panels/{PANEL.replace(' ', '%20')}/members"
        story.do("2017-04-03", f"Member {pseudonym} joins the panel.", facilitator, path, body)


def _figures(story: Story) -> None:
    analyst = story.who("analyst")
    story.do(
        "2017-10-02",
        f"{len(INDICATORS)} indicators are named.",
        analyst,
        "/api/indicators",
        {"indicators": INDICATORS},
    )
    for on, period in (
        ("2017-10-02", "2016/17"),
        ("2017-10-02", "2017/18"),
        ("2019-06-03", "2018/19"),
    ):
        story.do(
            on,
            f"The figures of {period} are loaded.",
            analyst,
            "/api/observations",
            {"observations": observations(period)},
        )


def _needs(story: Story) -> None:
    analyst = story.who("analyst")
    told = {
        "slt": (
            "Children wait too long for speech and language therapy",
            "speech_and_language_therapy",
            "inspection",
            "The inspection of March 2017 found no strategy for joint commissioning. The median "
            "wait grew from 104 to 117 days; 70.6% were seen within 18 weeks, after 74.2%.",
            ["N07", "N08", "N09", "N10"],
        ),
        "mental_health": (
            "Help with mental health comes from too many places",
            "other",
            "gap",
            "Of 1,655 referrals 1,092 were accepted.",
            ["N17"],
        ),
        "store": (
            "Children wait for equipment, and items in good order are thrown away",
            "children_equipment",
            "gap",
            "69.4% of standard items came in 5 working days; 31% of items were used again.",
            ["N13", "N14", "N15", "N16"],
        ),
        "short_breaks": (
            "Families cannot find short breaks near home",
            "other",
            "complaints",
            "Families named short breaks most often in the complaints of the year.",
            [],
        ),
    }
    for name, (title, service_type, trigger, text, indicators) in told.items():
        body: dict[str, Any] = {
            "reference": NEEDS[name],
            "title": title,
            "service_type": service_type,
            "trigger_kind": trigger,
            "trigger_text": text,
            "area": AREA,
            "indicator_codes": indicators,
        }
        story.do("2017-10-02", f"Need {NEEDS[name]}: {title}.", analyst, "/api/needs", body)
    body = {
        "reference": ASSESSMENT,
        "title": "Joint needs assessment of children and young people with SEND, v1.0",
        "as_at": "2018-01-26",
        "indicator_codes": [indicator["code"] for indicator in INDICATORS],
        "need_ids": list(NEEDS.values()),
    }
    story.do(
        "2018-01-26",
        f"Assessment {ASSESSMENT} is published; numbers below 6 stay hidden.",
        analyst,
        "/api/assessments",
        body,
    )
    for name, scores in SCORES.items():
        scored = story.do(
            "2018-02-14",
            f"{NEEDS[name]} is scored.",
            analyst,
            f"/api/needs/{NEEDS[name]}/score",
            {"scores": dict(zip(CRITERIA, scores, strict=True))},
        )
        story.say(f"                   score {scored['need']['score']} of 100")
