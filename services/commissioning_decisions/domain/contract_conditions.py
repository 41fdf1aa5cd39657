"""What a gate asks from the tender to the end of the contract."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from services.commissioning_decisions.domain import extending
from services.commissioning_decisions.domain.acts import OptionExercised
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.paper_conditions import Answer


def no_material_change(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    """Held against the first version: what the partners had agreed when a flow began."""
    material = [each for each in case.versions if each.level == "material"]
    if material:
        fact = f"Version {material[0].number} changes something material: the partners decide."
        yield False, fact
    else:
        yield True, "Nothing material changes against what the partners agreed."


def flow_ended(case: Case, parameters: Mapping[str, Any], on: date) -> Iterator[Answer]:
    process, stage = parameters["process"], parameters["stage"]
    flows = [each for each in case.flows if each.process == process]
    done = [each for each in flows if each.stage == stage]
    if done:
        yield True, f"{done[-1].id} ended: {stage.replace('_', ' ')}."
    elif flows:
        yield False, f"{flows[-1].id} is not over yet."
    else:
        yield False, f"No {process} was begun."


def option_exercised(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    """In this review, and in time: one that lapsed is a variation (T32)."""
    since, last = case.round_began("exercise_option"), case.last(OptionExercised)
    if last and since and last.on >= since:
        yield True, f"The contract was extended to {last.until.isoformat()}."
        return
    following = extending.next_option(case)
    if following is None:
        yield False, "The contract has no option left: a longer one is a variation (14v)."
    elif on > following.last_notice_on:
        lapsed = following.last_notice_on.isoformat()
        yield False, f"The option lapsed on {lapsed}: a longer contract is a variation (14v)."
    else:
        fact = f"The option of {following.length_months} months is not taken up yet."
        yield False, fact, following.last_notice_on


def contract_signed(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    contract = case.contract
    if contract and contract.signed_on <= on:
        yield True, f"{contract.contract_id} was signed on {contract.signed_on.isoformat()}."
    else:
        yield False, "The contract is not signed."


def agreement_sealed(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    agreement = case.agreement
    if agreement and agreement.sealed_on <= on:
        yield True, f"The partners' agreement was sealed on {agreement.sealed_on.isoformat()}."
    else:
        yield False, "The partners' agreement is not sealed."


def first_day_reached(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    contract = case.contract
    if contract is None:
        yield False, "Without a contract there is no first day."
    elif on < contract.starts_on:
        fact = f"The first day is {contract.starts_on.isoformat()}."
        yield False, fact, contract.starts_on
    else:
        yield True, f"The first day was {contract.starts_on.isoformat()}."


def review_opened(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    opened = case.known.watch and case.known.watch.get("review_opened_on")
    if opened:
        yield True, f"The review was opened on {opened}."
    else:
        yield False, "The contract's review is not open."
