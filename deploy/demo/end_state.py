"""How both stories must end: shares to the penny, dates, ratings and notices on record."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from deploy.demo import mini_cases, slt, store, store_exit
from deploy.demo.area import NEEDS
from deploy.demo.narrator import Story

View = dict[str, Any]


@dataclass(frozen=True)
class Check:
    """One fact: what it is, what is on record, and what the product says."""

    what: str
    expected: Any
    found: Any

    @property
    def holds(self) -> bool:
        return bool(self.expected == self.found)


def look(story: Story) -> list[Check]:
    """Ask the product for both stories and hold every figure against the record."""
    lead = story.who("commissioner", "STCCG")
    manager = story.who("contract_manager", "STCCG")
    slt_case, store_case = lead.get(slt.PATH), lead.get(store.PATH)
    therapy = manager.get(f"/api/contracts/{slt.CONTRACT}")
    equipment = manager.get(f"/api/contracts/{store.CONTRACT}")
    return [
        *_needs(lead.get),
        *_slt_decision(slt_case),
        *_slt_panel(slt_case),
        *_store_decision(store_case),
        *_slt_contract(therapy),
        *_store_contract(equipment),
        *(_procurements(lead.get) if mini_cases.can_be_told() else ()),
        *_agreements_since(equipment["money"], therapy["money"]),
        *_store_exit(store_case, manager.get(store_exit.PATH)),
    ]


def _procurements(get: Callable[[str], View]) -> list[Check]:
    """The days of both procurements, those that a signature will bring among them."""
    therapy, store_of_now = (
        get(f"{each.path}/notice-duties")["procurement"]
        for each in (mini_cases.THERAPY, mini_cases.STORE)
    )
    release = get(f"{mini_cases.STORE.path}/release")["release"]
    return [
        Check(
            "therapy of 2026: law and process",
            ("provider_selection_regime", "psr_most_suitable"),
            (therapy["regime"]["regime"], therapy["regime"]["process"]),
        ),
        Check(
            "therapy of 2026: nobody identified before",
            "2026-11-16",
            _day(therapy, "PSR-IDENTIFY", "earliest_on"),
        ),
        Check("therapy of 2026: standstill", ("2026-12-04", "2026-12-07"), _standstill(therapy)),
        Check(
            "store of 2026: law and process",
            ("procurement_act_2023", "pa23_competitive"),
            (store_of_now["regime"]["regime"], store_of_now["regime"]["process"]),
        ),
        Check("store of 2026: standstill", ("2026-12-07", "2026-12-08"), _standstill(store_of_now)),
        Check("store of 2026: draft of open data", "ocds-h6vhtk-0e9a1b", release["ocid"]),
        *_expected(store_of_now),
    ]


def _expected(procurement: View) -> list[Check]:
    """From 9 December on another first day to sign is supposed than that of the record."""
    if procurement["supposing_signed_on"] != "2026-12-08":
        return []
    return [
        Check(
            "store of 2026: UK7 expected by", "2027-01-06", _day(procurement, "UK7", "expected_on")
        ),
        Check(
            "store of 2026: copy expected by",
            "2027-03-07",
            _day(procurement, "PA-COPY", "expected_on"),
        ),
    ]


def _day(procurement: View, notice: str, which: str) -> Any:
    [found] = [each[which] for each in procurement["notices"] if each["notice"] == notice]
    return found


def _standstill(procurement: View) -> tuple[Any, Any]:
    running = procurement["standstill"]
    return running["standstill_ends_on"], running["earliest_signing_on"]


def _needs(get: Callable[[str], View]) -> list[Check]:
    scores = {name: get(f"/api/needs/{number}")["need"] for name, number in NEEDS.items()}
    expected = {"slt": "87.0", "mental_health": "82.0", "store": "76.0", "short_breaks": "65.0"}
    return [
        Check("needs: scores", expected, {name: need["score"] for name, need in scores.items()}),
        Check(
            "need of therapy: rank",
            (1, 4),
            (scores["slt"]["rank"], scores["slt"]["ranked_of"]),
        ),
    ]


def _slt_decision(case: View) -> list[Check]:
    block = case["proposal"]
    return [
        Check("therapy: stage", "review_and_option_decision", block["stage"]),
        Check(
            "therapy: shares as they were decided",
            {each["partner"]: each["bp"] for each in slt.SHARES},
            case["versions"][-1]["content"]["shares"],
        ),
        Check("therapy: version decided", 3, block["proposal_version"]),
        Check(
            "therapy: effective for each partner",
            {"MBC": "2018-10-16", "STCCG": "2018-09-26"},
            _effective(case),
        ),
        Check("therapy: joint effective date", "2018-10-16", block["joint_effective_on"]),
        Check("therapy: joint outcome", "approved_pending_conditions", block["joint_outcome"]),
        Check("therapy: contract", slt.CONTRACT, block["contract_id"]),
    ]


def _slt_panel(case: View) -> list[Check]:
    answers = {
        each["id"].rpartition("-")[2]: (
            each["strength"],
            (each["response"] or {}).get("decision"),
            each["late"],
        )
        for each in case["recommendations"]
    }
    expected = {
        "R1": ("must", "accept", False),
        "R2": ("should", "partly_accept", False),
        "R3": ("must", "reject", False),
        "R4": ("could", "accept", False),
        "R5": ("should", "accept", False),
        "R6": ("could", "accept", True),
    }
    due = {each["response_due_on"] for each in case["recommendations"] if not each["late"]}
    return [
        Check("therapy: young commissioners asked and answered", expected, answers),
        Check("therapy: answers were due", {"2018-08-13"}, due),
    ]


def _store_decision(case: View) -> list[Check]:
    block = case["proposal"]
    return [
        Check("store: stage", "live", block["stage"]),
        Check("store: version decided", 4, block["proposal_version"]),
        Check(
            "store: effective for each partner",
            {
                "MBC": "2019-06-28",
                "SBC": "2019-07-02",
                "RCBC": "2019-07-05",
                "HBC": "2019-07-15",
                "STCCG": "2019-06-26",
                "HASTCCG": "2019-07-10",
            },
            _effective(case),
        ),
        Check("store: joint effective date", "2019-07-15", block["joint_effective_on"]),
        Check("store: contract", store.CONTRACT, block["contract_id"]),
    ]


def _effective(case: View) -> dict[str, Any]:
    return {each["partner"]: each.get("effective_on") for each in case["decisions"]}


# Measure → per period: value shown, rating. The second quarter of SLT01 is as restated.
SLT_RATINGS = {
    "SLT01": ("80.4 red", "86.0 red", "94.7 green", "94.1 green"),
    "SLT03": ("100.0 grey", "no value grey", "83.3 grey", "100.0 grey"),
    "SLT04": ("87.1 red", "94.3 amber", "94.7 amber", "96.1 green"),
    "SLT06": ("68.6 amber", "73.1 amber", "77.3 green", "80.6 green"),
    "SLT07": ("9.4 amber", "8.6 amber", "7.3 green", "7.0 green"),
}
STORE_RATINGS = {
    "EQ01": ("79.9 red", "92.7 amber", "96.0 green"),
    "EQ02": ("91.7 red", "98.3 green", "98.4 green"),
    "EQ04": ("62.3 red", "90.0 amber", "95.4 green"),
    "EQ05": ("36.1 red", "62.1 green", "70.6 green"),
    "EQ07": ("99.0 red", "100.0 green", "100.0 green"),
}


def _slt_contract(view: View) -> list[Check]:
    notices = [
        (each["measure"], each["level"], each["raised_on"], each["closed_on"])
        for each in view["notices"]
        if each["level"] == 2
    ]
    [uplift] = view["money"]["uplift_tests"]
    return [
        Check("therapy: ratings of 2019/20", SLT_RATINGS, _ratings(view)),
        Check(
            "therapy: formal notice",
            [("SLT01", 2, "2019-11-12", "2020-05-07")],
            notices,
        ),
        Check("therapy: open notices", [], view["watch"]["open_notices"]),
        Check("therapy: review opened", "2020-09-30", view["watch"]["review_opened_on"]),
        Check(
            "therapy: full year in pence",
            {"MBC": 50_320_000, "STCCG": 68_080_000},
            _amounts(view["money"]["full_year"]),
        ),
        Check(
            "therapy: year with 2% uplift in pence",
            {"MBC": 51_326_400, "STCCG": 69_441_600},
            _amounts(uplift["per_partner"]),
        ),
        Check(
            "therapy: uplift blocked by",
            ["STCCG"],
            [each["partner"] for each in uplift["blocked_by"]],
        ),
    ]


def _store_contract(view: View) -> list[Check]:
    money = view["money"]
    [balancing] = money["balancings"]
    notices = [
        (each["measure"], each["level"], each["closed_on"] is not None) for each in view["notices"]
    ]
    return [
        Check("store: ratings of 2019/20", STORE_RATINGS, _ratings(view)),
        Check("store: the missed hoist raised a notice", [("EQ07", 2, True)], notices),
        Check(
            "store: full year in pence",
            {
                "MBC": 14_007_462,
                "SBC": 17_352_528,
                "RCBC": 11_707_730,
                "HBC": 9_198_930,
                "STCCG": 25_192_525,
                "HASTCCG": 27_074_125,
            },
            _amounts(money["full_year"]),
        ),
        Check(
            "store: part year in pence",
            {
                "MBC": 8_113_612,
                "SBC": 10_051_191,
                "RCBC": 6_781_526,
                "HBC": 5_328_342,
                "STCCG": 14_592_392,
                "HASTCCG": 15_682_280,
            },
            _amounts(money["part_year"]),
        ),
        Check("store: part year in all", 60_549_343, money["part_year_total_pence"]),
        Check(
            "store: balancing due in pence",
            {
                "MBC": 411_713,
                "SBC": 462_028,
                "RCBC": 315_690,
                "HBC": 242_025,
                "STCCG": 721_349,
                "HASTCCG": 710_107,
            },
            {each["partner"]: each["due_pence"] for each in balancing["per_partner"]},
        ),
        Check("store: the cap that must be read by people", 1, len(balancing["warnings"])),
    ]


def _store_exit(parent: View, flow: View) -> list[Check]:
    """The exit on the proposals: decided anew by all who stayed, under the names of its day."""
    staying = {code: bp for code, (bp, _) in store_exit.STAYING.items()}
    return [
        Check("exit: where it stands", "partner_gone", flow["proposal"]["stage"]),
        Check(
            "exit: shares as they were decided",
            staying,
            flow["versions"][-1]["content"]["shares"],
        ),
        Check(
            "exit: it is over and keeps the names of its time",
            list(staying),
            flow["proposal"]["partners"],
        ),
        Check(
            "exit: full year in pence",
            sorted(pence for _, pence in store_exit.STAYING.values()),
            sorted(each["amount_pence"] for each in flow["parts"]),
        ),
        Check("exit: in effect", "2021-12-01", flow["proposal"]["joint_effective_on"]),
        Check(
            "store: whose proposal it is now",
            ["MBC", "SBC", "RCBC", "HBC", "NENCICB"],
            parent["proposal"]["partners"],
        ),
        Check("store: flows beside its contract", [store_exit.EXIT], _ids(parent["flows"])),
    ]


def _ids(found: list[View]) -> list[str]:
    return [each["id"] for each in found]


def _agreements_since(equipment: View, therapy: View) -> list[Check]:
    """What became of both agreements: who stands in whose place, who left, what is borne now."""
    [left] = equipment["exits"]
    spans = equipment["spans"]
    [cap] = therapy["conditions_now"]
    owed = {each["partner"]: each["amount_pence"] for each in equipment["debts"]}
    issued = next(each for each in equipment["years"] if each["year"] == "2020/21")
    return [
        Check(
            "store: shares from day to day",
            [("2019-09-02", 6), ("2020-04-01", 5), ("2022-04-01", 4), ("2022-07-01", 4)],
            [(each["from_on"], len(each["per_partner"])) for each in spans],
        ),
        Check(
            "store: shares of the rest",
            {"MBC": 1469, "SBC": 1820, "RCBC": 1228, "NENCICB": 5483},
            {each["partner"]: each["bp"] for each in spans[-1]["per_partner"]},
        ),
        Check(
            "store: what they pay a year in pence",
            {"MBC": 14_322_750, "SBC": 17_745_000, "RCBC": 11_973_000, "NENCICB": 53_459_250},
            _amounts(spans[-1]["per_partner"]),
        ),
        Check("store: stranded cost", 2_165_630, left["plan"]["stranded_pence"]),
        Check("store: all who stay decided", [], left["plan"]["still_to_decide"]),
        Check("store: the board owes what two groups did", 1_431_456, owed["NENCICB"]),
        Check("store: budget of 2020/21", 104_533_300, issued["budget_pence"]),
        Check(
            "store: how Redcar and Cleveland reads its cap",
            [("RCBC", "per_year")],
            [(each["partner"], each["reading"]) for each in equipment["answers"]],
        ),
        Check("therapy: the cap has passed to the board", "NENCICB", cap["partner"]),
        Check("therapy: who leads now", "NENCICB", therapy["lead_now"]),
    ]


def _ratings(view: View) -> dict[str, tuple[str, ...]]:
    return {
        measure["code"]: tuple(
            f"{each['value'] or 'no value'} {each['rating']}" for each in measure["returns"]
        )
        for measure in view["measures"]
        if measure["returns"]
    }


def _amounts(parts: list[View]) -> dict[str, int]:
    return {each["partner"]: each["amount_pence"] for each in parts}
