"""Forms from the tender to the sealed agreement."""

from datetime import date
from typing import Any

from services.portal import words
from services.portal.calls import DECISIONS
from services.portal.commands import ON, CommandPage
from services.portal.forms import Field, Options, pounds
from services.portal.pages.proposal_forms.case import Case
from services.portal.tables import Column
from shared import clock

BID = (
    Column("code", "Code"),
    Column("name", "Name", width="govuk-input--width-20"),
    Column("price_pence", "Price in pounds", "pounds", width="govuk-input--width-10"),
    Column("quality", "Quality", "points"),
    Column("young", "Young people", "points"),
    Column("social", "Social value", "points"),
)
MOST_BIDS = 8
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
        dated_by=("notice_on",),
    )


def _as_tender(values: dict[str, Any]) -> dict[str, Any]:
    weights = {name: values.pop(name) for name in ("quality", "young", "social", "price")}
    evaluation = {
        "weights": weights,
        "panel_question": values.pop("panel_question"),
        "fallback": values.pop("fallback"),
    }
    closes_on = date.fromisoformat(values.pop("closes_on"))
    closes_at = clock.noon(closes_on).isoformat()
    return {**values, "evaluation": evaluation, "closes_at": closes_at}


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
                "The bids",
                "grid",
                "The price is for the whole term. Leave rows empty that you do not need.",
                columns=BID,
                rows=MOST_BIDS,
            ),
            ON,
        ),
        fixed=case.fixed,
    )


def record_award(case: Case) -> CommandPage:
    first = case.first_bid
    return CommandPage(
        title=f"Record the award decision of {case.own_name}",
        button="Record the award",
        done="The award decision is recorded.",
        service=DECISIONS,
        command="record_award",
        lead=f"{first['name']} came first with {first['total']} points." if first else "",
        asked=(
            *_supplier_fields(case),
            Field("route", "How was it taken?", "radios", options=ROUTES),
            Field("decided_on", "When was it decided?", "date"),
            Field("published_on", "When was it published?", "date", required=False),
        ),
        fixed=case.as_partner,
        shape=_with_supplier,
        dated_by=("published_on", "decided_on"),
    )


def _supplier_fields(case: Case) -> tuple[Field, Field]:
    first = case.first_bid
    return (
        Field("supplier_name", "Name of the provider", value=first.get("name")),
        Field(
            "supplier_code",
            "Code of the provider",
            hint="Such as TEESTALK",
            value=first.get("code"),
        ),
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
        dated_by=("sent_on",),
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
            *_supplier_fields(case),
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
        dated_by=("signed_on",),
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
        dated_by=("sealed_on",),
    )
