"""The watched years of both contracts: returns, a restatement, notices, reviews and money."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from deploy.demo import slt
from deploy.demo.narrator import Story

RETURNS = Path(__file__).parent / "data" / "returns.json"

Act = tuple[str, Callable[[], None]]  # legal day, what happens then


def tell(story: Story) -> None:
    story.chapter("The contracts are watched")
    for contract in json.loads(RETURNS.read_text())["contracts"]:
        # Stable: acts of the same day stay in the order in which they are written down.
        for _, act in sorted(_acts(story, contract), key=lambda act: act[0]):
            act()
    sentence = "The review of the service opens, as its contract demands."
    lead = story.who("commissioner", "STCCG")
    body = {"move": "begin_review"}
    story.do("2020-09-30", sentence, lead, f"{slt.PATH}/moves", body, changes=slt.PATH)


def _acts(story: Story, contract: dict[str, Any]) -> Iterator[Act]:
    path = f"/api/contracts/{contract['contract_id']}"
    submits = story.who(**contract["submits"])
    validates = story.who(**contract["validates"])

    def act(on: str, sentence: str, person: Any, where: str, body: dict[str, Any]) -> Act:
        return on, lambda: _told(story.do(on, sentence, person, path + where, body), story)

    for given in contract["returns"]:
        name = f"{given['measure']} {given['period']}"
        counts = f"{given['numerator']} of {given['denominator']}"
        body = {key: given[key] for key in RETURN_FIELDS}
        yield act(given["submitted_on"], f"{name}: {counts}.", submits, "/returns", body)
        where = f"/returns/{given['measure']}/{given['period']}/validation"
        yield act(given["validated_on"], f"{name} is accepted.", validates, where, {})
    for again in contract.get("restatements", ()):
        where = f"/returns/{again['measure']}/{again['period']}/restatement"
        body = {key: again[key] for key in ("numerator", "denominator", "reason")}
        sentence = f"{again['measure']} {again['period']} is restated: {again['shows']}%."
        yield act(again["on"], sentence, validates, where, body)
    for closed in contract.get("closures", ()):
        where = f"/notices/{closed['measure']}/closure"
        sentence = f"The notice on {closed['measure']} is closed."
        yield act(closed["on"], sentence, validates, where, {"evidence": closed["evidence"]})
    yield from _money_and_review(story, contract, act)


RETURN_FIELDS = (
    "measure",
    "period",
    "period_kind",
    "starts_on",
    "ends_on",
    "numerator",
    "denominator",
)


def _money_and_review(
    story: Story, contract: dict[str, Any], act: Callable[..., Act]
) -> Iterator[Act]:
    finance = story.who("finance")
    for test in contract.get("uplift_tests", ()):
        body = {"percent_bp": test["percent_bp"], "from_on": test["from_on"]}
        sentence = f"An uplift of {test['percent_bp'] / 100:.1f}% is tested."
        yield act(test["on"], sentence, finance, "/uplift", body)
    for year in contract.get("balancings", ()):
        body = {key: year[key] for key in ("year", "outturn_pence", "activity")}
        sentence = "The year is balanced between the partners."
        yield act(year["on"], sentence, finance, "/balancing", body)
    for review in contract.get("reviews", ()):
        manager = story.who(**contract["validates"])
        sentence = "The contract's review is opened."
        yield act(review["on"], sentence, manager, "/review", {"reason": review["reason"]})


def _told(answer: dict[str, Any], story: Story) -> None:
    rating = answer.get("return", {}).get("rating")
    if rating:
        story.say(f"                   {answer['return']['value_public']} {rating}")
