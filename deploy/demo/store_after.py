"""The store after its first year: two successions, one partner leaves, the others share anew."""

from typing import Any

from deploy.demo import slt, store, store_exit
from deploy.demo.narrator import Story

PATH = f"/api/contracts/{store.CONTRACT}"
THERAPY = f"/api/contracts/{slt.CONTRACT}"
LEAVER = "HBC"
RECOSTED_PENCE = 97_500_000
MERGER = "Order of NHS England merging the five clinical commissioning groups"
ACT = "Health and Care Act 2022, s.19 and the transfer scheme of 30 June 2022"


def tell(story: Story) -> None:
    story.chapter("The agreements go on: two successions, and a partner that leaves")
    _two_groups_become_one(story)
    _a_cap_is_read(story)
    _hartlepool_leaves(story)
    _the_board_of_2022(story)


def _succeeded(
    story: Story, on: str, path: str, sentence: str, bodies: list[str], successor: str, order: str
) -> None:
    body = {
        "bodies": bodies,
        "successors": [{"partner": successor, "bp": 10_000}],
        "from_on": on,
        "reference": order,
    }
    story.do(on, sentence, story.who("commissioner"), f"{path}/succession", body)


def _two_groups_become_one(story: Story) -> None:
    on, heir = "2020-04-01", "TVCCG"
    store_exit.pass_on(story, on, ["STCCG", "HASTCCG"], heir, "NHS Tees Valley CCG", MERGER)
    sentence = "Store: two clinical commissioning groups are one, with half of the money."
    _succeeded(story, on, PATH, sentence, ["STCCG", "HASTCCG"], heir, MERGER)
    sentence = "Therapy: the same body stands in the place of NHS South Tees CCG."
    _succeeded(story, on, THERAPY, sentence, ["STCCG"], heir, MERGER)
    body: dict[str, Any] = {"year": {"starts_on": "2020-04-01", "ends_on": "2021-03-31"}}
    sentence = "Each partner hears what it pays in each quarter of 2020/21."
    story.do("2020-04-02", sentence, story.who("finance"), f"{PATH}/contributions", body)


def _a_cap_is_read(story: Story) -> None:
    body = {"reading": "per_year", "reference": "Letter of the Cabinet member, 12 June 2020"}
    sentence = "RCBC says what its cap of £120,000 means in a part of a year: the whole of it."
    officer = story.who("democratic_services", "RCBC")
    story.do("2020-06-12", sentence, officer, f"{PATH}/conditions/RCBC/reading", body)


def _hartlepool_leaves(story: Story) -> None:
    body: dict[str, Any] = {
        "partner": LEAVER,
        "notice_on": "2020-09-30",
        "leaves_on": "2022-03-31",
        "reference": "Letter of the managing director of Hartlepool, 30 September 2020",
    }
    officer = story.who("democratic_services", LEAVER)
    sentence = "HBC gives notice, eighteen months ahead: twelve are needed."
    story.do("2020-09-30", sentence, officer, f"{PATH}/exits", body)
    store_exit.begin(story)
    body = {
        "year": {"starts_on": "2020-04-01", "ends_on": "2021-03-31"},
        "spent_pence": 50_812_040,
        "forecast_pence": 103_900_000,
    }
    sentence = "Half of 2020/21 is over: £508,120.40 is spent, £1,039,000 is expected."
    story.do("2020-10-20", sentence, story.who("finance"), f"{PATH}/forecast", body)
    body = {
        "annual_value_pence": RECOSTED_PENCE,
        "reference": "Re-costing of the store, 18 October 2021",
    }
    sentence = "Without it the store costs £975,000: £21,656.30 more than a straight cut."
    path = f"{PATH}/exits/{LEAVER}"
    story.do("2021-10-18", sentence, story.who("finance"), f"{path}/reshare", body)
    store_exit.work_out(story)
    [left] = story.who("finance").get(PATH)["money"]["exits"]
    for on, partner, body_name, minute in (
        ("2021-11-16", "MBC", "Executive", 41),
        ("2021-11-18", "SBC", "Cabinet", 57),
        ("2021-11-23", "RCBC", "Cabinet", 38),
        ("2021-11-24", "TVCCG", "Governing Body", 9),
    ):
        body = {"sha256": left["plan"]["sha256"], "reference": f"{body_name}, minute {minute}"}
        officer = story.who("democratic_services", partner)
        sentence = f"{partner}'s {body_name} decides what it pays from April 2022."
        story.do(on, sentence, officer, f"{path}/decisions", body)
        store_exit.decide(story, on, partner, body_name, minute)
    store_exit.let_go(story)


def _the_board_of_2022(story: Story) -> None:
    body: dict[str, Any] = {
        "from_on": "2022-04-01",
        "reference": "Deed of variation to the therapy agreement, 15 June 2022",
        "overspend": "corridor",
        "underspend": "refund",
        "part_year": "days",
        "charged": "yearly",
        "by_share_until_bp": 200,
        "by_activity_until_bp": 1_000,
        "exit_notice_months": 12,
    }
    sentence = "Therapy: it had never been said how a part of a year counts. Now it is: by days."
    story.do("2022-06-15", sentence, story.who("finance"), f"{THERAPY}/terms", body)
    on, heir = "2022-07-01", "NENCICB"
    store_exit.pass_on(story, on, ["TVCCG"], heir, "NHS North East and North Cumbria ICB", ACT)
    for path, name in ((PATH, "Store"), (THERAPY, "Therapy")):
        sentence = f"{name}: the integrated care board stands in the place of the group."
        _succeeded(story, on, path, sentence, ["TVCCG"], heir, ACT)
