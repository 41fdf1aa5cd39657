"""Forms from the tender to the sealed agreement."""

from decimal import Decimal, InvalidOperation
from typing import Any

from services.portal import words
from services.portal.calls import DECISIONS
from services.portal.commands import ON, CommandPage
from services.portal.forms import Field, Options, pounds
from services.portal.pages.proposal_forms.case import Case

BID = ("code", "name", "price", "quality", "young", "social")
ROUTES: Options = tuple(words.ROUTES.items())


def open_tender(case: Case) -> CommandPage:
    return CommandPage(
        title="Open the tender",
        button="Open the tender",
        done="The tender is open.",
        service=DECISIONS,
        command="open_tender",
        lead="Once published, weights cannot change.",
        asked=(
            Field("quality", "Weight of quality", "number"),
            Field("young", "Weight of the young commissioners’ question", "number"),
            Field("social", "Weight of social value", "number"),
            Field("price", "Weight of price", "number"),
            Field("panel_question", "What do young commissioners score?", "longtext"),
            Field("fallback", "What happens if too few of them come?", "longtext"),
            Field("notice_on", "When was the notice published?", "date"),
            Field("closes_on", "Last day for bids", "date", "Bids close at noon in London."),
        ),
        fixed=case.fixed,
        shape=_as_tender,
    )


def _as_tender(values: dict[str, Any]) -> dict[str, Any]:
    weights = {name: values.pop(name) for name in ("quality", "young", "social", "price")}
    evaluation = {
        "weights": weights,
        "panel_question": values.pop("panel_question"),
        "fallback": values.pop("fallback"),
    }
    return {**values, "evaluation": evaluation, "closes_at": f"{values.pop('closes_on')}T12:00:00Z"}


def record_scores(case: Case) -> CommandPage:
    return CommandPage(
        title="Record the scores of the bids",
        button="Record the scores",
        done="The scores are recorded.",
        service=DECISIONS,
        command="record_scores",
        lead="Points for price are worked out from the prices.",
        asked=(
            Field(
                "bids",
                "One bid a line",
                "lines",
                "Code | name | price in pounds | quality | young people | social value. "
                "For example: A | Tees Talk | 5920000 | 41.5 | 12.6 | 7.0",
            ),
            ON,
        ),
        fixed=case.fixed,
        shape=_with_bids,
    )


def _with_bids(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "bids": [_bid(line) for line in values["bids"]]}


def _bid(line: str) -> dict[str, Any]:
    """One line as a bid; a part that is missing or no number is left for the service to name."""
    parts = [part.strip() for part in line.split("|")]
    bid: dict[str, Any] = dict(zip(BID, parts, strict=False))
    try:
        bid["price_pence"] = int(Decimal(bid.pop("price").replace(",", "")) * 100)
    except (KeyError, InvalidOperation):
        bid.pop("price", None)
    return bid


def record_award(case: Case) -> CommandPage:
    return CommandPage(
        title="Record an award decision",
        button="Record the award",
        done="The award decision is recorded.",
        service=DECISIONS,
        command="record_award",
        asked=(
            *_supplier_fields(),
            case.partner_field,
            Field("route", "How was it taken?", "radios", options=ROUTES),
            Field("decided_on", "When was it decided?", "date"),
            Field("published_on", "When was it published?", "date", required=False),
        ),
        fixed=case.fixed,
        shape=_with_supplier,
    )


def _supplier_fields() -> tuple[Field, Field]:
    return (
        Field("supplier_name", "Name of the provider"),
        Field("supplier_code", "Code of the provider", hint="Such as TEESTALK"),
    )


def _with_supplier(values: dict[str, Any]) -> dict[str, Any]:
    supplier = {"code": values.pop("supplier_code"), "name": values.pop("supplier_name")}
    return {**values, "supplier": supplier}


def start_standstill(case: Case) -> CommandPage:
    return CommandPage(
        title="Start the standstill",
        button="Start the standstill",
        done="The standstill runs.",
        service=DECISIONS,
        command="start_standstill",
        lead="No contract can be signed before it ends. The last day is worked out for you.",
        asked=(Field("sent_on", "When did the letters go out?", "date"),),
        fixed=case.fixed,
    )


def sign_contract(case: Case) -> CommandPage:
    cost = case.proposal.get("annual_cost_pence")
    return CommandPage(
        title="Record the signed contract",
        button="Record the contract",
        done="The contract is signed.",
        service=DECISIONS,
        command="sign_contract",
        asked=(
            *_supplier_fields(),
            Field("signed_on", "When was it signed?", "date"),
            Field("starts_on", "First day of the service", "date"),
            Field("initial_end_on", "Last day of the first term", "date"),
            Field("maximum_end_on", "Last day with every extension", "date"),
            Field("annual_value_pence", "Value of a full year", "pounds", value=pounds(cost)),
            Field(
                "contract_reference",
                "Reference",
                hint="Such as CON-2019-01. Leave empty to be given one.",
                required=False,
            ),
        ),
        fixed=case.fixed,
        shape=_with_supplier,
    )


def seal_agreement(case: Case) -> CommandPage:
    kinds: Options = (
        ("section_75_lead", "Section 75, lead commissioner"),
        ("section_75_pooled", "Section 75, pooled fund"),
        ("collaboration", "Collaboration agreement"),
    )
    return CommandPage(
        title="Record the partners’ agreement",
        button="Record the agreement",
        done="The agreement is sealed.",
        service=DECISIONS,
        command="seal_agreement",
        asked=(
            Field("kind", "What kind is it?", "radios", options=kinds),
            Field("host", "Who holds the money?", "radios", options=case.partners),
            Field("sealed_on", "When was it sealed?", "date"),
        ),
        fixed=case.fixed,
    )
