"""A tender scored as it was published, the award, the standstill, and the contract."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from services.commissioning_decisions.domain import buying, challenges, determining
from services.commissioning_decisions.domain.acts import (
    Award,
    Bid,
    Scores,
    SealedAgreement,
    SignedContract,
    Standstill,
    Tender,
)
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.deadlines import DeadlineRules, LocalReading
from services.commissioning_decisions.domain.deciding import value_for
from services.commissioning_decisions.domain.joint import joint_outcome
from services.commissioning_decisions.domain.partners import Partner
from shared.errors import Invalid, RuleBroken

ALL_POINTS = 100
HUNDREDTH = Decimal("0.01")
CRITERIA = ("quality", "young", "social", "price")
WITHOUT_TENDER = "public_cooperation"


def open_tender(
    case: Case, evaluation: Mapping[str, Any], *, notice_on: date, closes_at: datetime, day: date
) -> Tender:
    """`day` is the London date of `closes_at`. Nothing of it can be changed afterwards."""
    case.must_allow("open_tender")
    must_have_no_tender(case)
    weights = _weights_of(evaluation)
    for name in ("panel_question", "fallback"):
        if not str(evaluation.get(name) or "").strip():
            raise Invalid(
                "evaluation_incomplete",
                "Publish the young people's question, and what happens when too few can score.",
                {"missing": name},
            )
    case.must_not_precede("open_tender", notice_on, "The tender is designed since")
    if day <= notice_on:
        raise Invalid("tender_closes_too_soon", "The tender closes before it is announced.")
    return Tender(
        weights=weights,
        panel_question=str(evaluation["panel_question"]),
        fallback=str(evaluation["fallback"]),
        notice_on=notice_on,
        closes_on=day,
        closes_at=closes_at.isoformat(),
    )


def _weights_of(evaluation: Mapping[str, Any]) -> dict[str, int]:
    weights = evaluation.get("weights")
    if not isinstance(weights, Mapping) or set(weights) != set(CRITERIA):
        raise Invalid("weights_incomplete", f"Give a weight to each of: {', '.join(CRITERIA)}.")
    if any(not isinstance(each, int) or each < 0 for each in weights.values()):
        raise Invalid("weights_incomplete", "Each weight is a whole number of points, 0 or more.")
    if sum(weights.values()) != ALL_POINTS:
        raise Invalid("weights_not_100", f"The weights sum to {sum(weights.values())}, not 100.")
    return dict(weights)


def score(case: Case, bids: Sequence[Mapping[str, Any]], *, on: date) -> Scores:
    """Totals by the published weights; price points are weight times lowest price by price."""
    case.must_allow("record_scores")
    tender = tender_to_score(case, on)
    lowest = min(bid["price_pence"] for bid in bids)
    scored = [_scored(bid, tender.weights, lowest) for bid in bids]
    if len({bid.code for bid in scored}) != len(scored):
        raise Invalid("bid_twice", "Each bid has a code of its own.")
    return Scores(tuple(sorted(scored, key=lambda bid: (-bid.total, bid.price_pence))), on)


def award(
    case: Case,
    rules: DeadlineRules,
    *,
    supplier: Mapping[str, str],
    partner: str,
    route: str,
    decided_on: date,
    published_on: date | None,
) -> Award:
    case.must_allow("record_award")
    found = case.partner(partner)
    code, name = _winner(case, supplier)
    _check_first_award(case, found)
    case.must_not_precede("record_award", decided_on, "The evaluation ended on")
    if published_on and published_on < decided_on:
        raise Invalid("published_before_decided", "It was published before it was decided.")
    found.check_route(route, value_for(case, found))
    closes = None
    if published_on and found.has_call_in(route):
        local = LocalReading(f"Constitution of {found.name}", n=found.call_in_working_days)
        closes = rules.work_out("CI5", published_on, local=local).due_on
    return Award(code, name, partner, route, decided_on, published_on, closes)


def _check_first_award(case: Case, partner: Partner) -> None:
    """One decision in a round; it may be recorded once more when it is published."""
    known = case.awards.get(partner.code)
    if known and (known.published_on or not partner.has_call_in(known.route)):
        raise RuleBroken(
            "award_already_decided",
            f"{partner.name} has decided the award. Go back to selection to decide it anew.",
            {"partner": partner.code},
        )


def start_standstill(
    case: Case, rules: DeadlineRules, regimes: Mapping[str, Any], *, sent_on: date
) -> Standstill:
    case.must_allow("start_standstill")
    must_be_awarded(case)
    regime = regime_of(case, regimes)
    if "standstill_rule" not in regime or not challenges.is_needed(case):
        raise RuleBroken("no_standstill_here", "This regime has no standstill. Sign directly.")
    buying.must_rest_on_a_notice(case, sent_on)
    if sent_on < max(each.decided_on for each in case.awards.values()):
        raise Invalid("before_last_act", "Letters tell of an award: send them when it is decided.")
    ends = rules.work_out(regime["standstill_rule"], sent_on)
    running = case.standstill
    if running and ends.due_on < running.ends_on:
        raise RuleBroken(
            "standstill_running",
            f"A standstill is never cut short. {running.explanation}",
            {"earliest_signing_on": running.earliest_signing_on.isoformat()},
        )
    assert ends.acts_from is not None, "a standstill closes, so something is possible afterwards"
    return Standstill(regime["id"], sent_on, ends.due_on, ends.acts_from, ends.sentence)


def regime_of(case: Case, regimes: Mapping[str, Any]) -> Mapping[str, Any]:
    """The regime that was determined; else the one in force when the procurement started, for the
    recorded route.
    """
    if case.regime is not None:
        chosen = next(each for each in regimes["regimes"] if each["id"] == case.regime.regime)
        determining.must_agree_with_route(case, chosen)
        determined: Mapping[str, Any] = chosen
        return determined
    started = case.tender.notice_on if case.tender else case.stage_since
    for regime in regimes["regimes"]:
        until = regime.get("until")
        in_force = regime["from"] <= started and (until is None or started < until)
        if in_force and case.route in (None, *regime["routes"]):
            found: Mapping[str, Any] = regime
            return found
    raise RuleBroken(
        "regime_unknown",
        "No procurement regime fits the route on record (E16) and the day of the start.",
        {"route": case.route or "", "started_on": started.isoformat()},
    )


def sign(
    case: Case,
    regimes: Mapping[str, Any],
    *,
    contract_id: str,
    supplier: Mapping[str, str],
    signed_on: date,
    starts_on: date,
    initial_end_on: date,
    maximum_end_on: date,
    annual_value_pence: int,
) -> SignedContract:
    """The contract, or the host's agreement; never inside a standstill, whoever asks."""
    case.must_allow("sign_contract")
    must_be_free_to_sign(case, signed_on)
    if not starts_on <= initial_end_on <= maximum_end_on:
        raise Invalid(
            "contract_days_wrong",
            "A contract starts, ends, and ends with extensions, in this order.",
        )
    if case.route != WITHOUT_TENDER:
        _check_supplier(case, supplier["code"])
    return SignedContract(
        contract_id,
        supplier["code"],
        supplier["name"],
        regime_of(case, regimes)["id"],
        signed_on,
        starts_on,
        initial_end_on,
        maximum_end_on,
        annual_value_pence,
    )


def seal(case: Case, *, kind: str, host: str, sealed_on: date) -> SealedAgreement:
    case.must_allow("seal_agreement")
    case.partner(host)
    must_be_effective(case, sealed_on)
    return SealedAgreement(kind, host, sealed_on)


# What is in the way of an act, beside its stage and what is written in it.


def must_have_no_tender(case: Case) -> None:
    if case.tender is not None:
        raise RuleBroken(
            "tender_already_open",
            "The way of scoring is published and cannot change. Abandon the tender to begin anew.",
        )


def must_have_a_winner(case: Case) -> None:
    if determining.needs_competition(case):
        first_bid(case)


def _winner(case: Case, supplier: Mapping[str, str]) -> tuple[str, str]:
    """Code and name: by the scores, or without a competition the same for every partner."""
    if determining.needs_competition(case):
        first = first_bid(case)
        if supplier["code"] != first.code:
            raise RuleBroken(
                "award_not_to_first",
                f"By the published way of scoring, {first.name} came first. Award to it, or "
                "abandon.",
                {"first": first.code},
            )
        return first.code, first.name
    others = {each.supplier_code: each.supplier_name for each in case.awards.values()}
    if others and supplier["code"] not in others:
        raise RuleBroken(
            "award_differs",
            f"Another partner awarded to {', '.join(others.values())}. Award to the same.",
        )
    return supplier["code"], supplier["name"]


def tender_to_score(case: Case, on: date) -> Tender:
    tender = case.tender
    if tender is None:
        raise RuleBroken("tender_not_open", "No tender was opened: there is no way of scoring.")
    if on < tender.closes_on:
        raise RuleBroken("tender_still_open", "Bids may still come in. Score them when it closed.")
    return tender


def first_bid(case: Case) -> Bid:
    if case.scores is None:
        raise RuleBroken("bids_not_scored", "Score the bids first.")
    return case.scores.bids[0]


def must_be_awarded(case: Case) -> None:
    missing = [code for code in case.proposal.partners if code not in case.awards]
    if missing:
        raise RuleBroken(
            "award_not_decided",
            f"These partners have not decided the award: {', '.join(missing)}.",
        )


def must_be_effective(case: Case, on: date) -> None:
    if joint_outcome(case, on).effective_on is None:
        raise RuleBroken("decision_not_effective", "The joint decision is not in effect yet.")


def must_be_free_to_sign(case: Case, on: date) -> None:
    if case.contract is not None:
        raise RuleBroken(
            "contract_already_signed", f"{case.contract.contract_id} is signed already."
        )
    must_be_effective(case, on)
    if case.route != WITHOUT_TENDER:
        if challenges.is_needed(case):
            challenges.must_be_over(case, on)
        _check_awards(case, on)


def award_hindrance(case: Case, partner: str, on: date) -> tuple[str, date | None] | None:
    """What keeps a partner's award from counting on a day, and until when; none if it counts."""
    award, found = case.awards.get(partner), case.partners[partner]
    if award is None:
        return f"{found.name} has not decided the award.", None
    if award.published_on is None and found.has_call_in(award.route):
        return f"{found.name} has not published the award: call-in begins with publication.", None
    if award.call_in_closes_on and award.call_in_closes_on >= on:
        return f"{found.name}: call-in of the award is still open.", award.call_in_closes_on
    return None


def _check_awards(case: Case, on: date) -> None:
    found = {code: award_hindrance(case, code, on) for code in case.proposal.partners}
    if details := {code: each[0] for code, each in found.items() if each}:
        raise RuleBroken(
            "award_not_effective", "Nobody can sign before every award has taken effect.", details
        )


def _check_supplier(case: Case, code: str) -> None:
    awarded = {award.supplier_code for award in case.awards.values()}
    if code not in awarded:
        raise RuleBroken("supplier_not_awarded", "The contract goes to the supplier of the award.")


def _scored(bid: Mapping[str, Any], weights: Mapping[str, int], lowest_pence: int) -> Bid:
    points: dict[str, Decimal] = {}
    for name in ("quality", "young", "social"):
        given = Decimal(bid[name])
        if not 0 <= given <= weights[name]:
            raise Invalid(
                "points_out_of_range",
                f"{bid['name']}: {name} is between 0 and {weights[name]} points.",
                {"bid": bid["code"], "criterion": name},
            )
        points[name] = given
    price = Decimal(weights["price"]) * lowest_pence / bid["price_pence"]
    points["price"] = price.quantize(HUNDREDTH, ROUND_HALF_UP)
    total = sum(points.values(), Decimal()).quantize(HUNDREDTH, ROUND_HALF_UP)
    return Bid(bid["code"], bid["name"], bid["price_pence"], points, total)
