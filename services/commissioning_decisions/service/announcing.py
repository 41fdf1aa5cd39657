"""Tells what happened to one proposal: events with its newest state, and lines of its timeline."""

from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from services.commissioning_decisions import repository
from services.commissioning_decisions.domain import decision_views, sentences, views
from services.commissioning_decisions.domain.acts import Decision
from services.commissioning_decisions.domain.case import Case, Moved
from services.commissioning_decisions.domain.joint import (
    SOVEREIGN_ALL,
    Joint,
    Outcome,
    joint_outcome,
)
from services.commissioning_decisions.schemas.events import PUBLISHED
from shared.actor import Actor
from shared.database.transaction import Transaction
from shared.messaging import outbox
from shared.messaging.schemas import made

BY_TIME = "time"  # who did it when nobody did: a day was reached


class Announcer:
    """For one case as it stands after the act, on the legal day of the act."""

    def __init__(self, tx: Transaction, case: Case, on: date, actor: Actor | None) -> None:
        self._tx, self._case, self._on = tx, case, on
        self._by = sorted(actor.roles)[0] if actor else BY_TIME
        self._version, self._told = case.version, case.announced
        self._as_of = day_of_state(case, on)

    @property
    def case(self) -> Case:
        """With what was told of it here, so that nobody tells it again."""
        return replace(self._case, announced=self._told)

    def event(
        self, name: str, block: dict[str, Any], sentence: str | None = None, on: date | None = None
    ) -> None:
        """`on`: the day it counts from, where that is not the day of the act."""
        data = {"proposal": self._proposal, **block}
        self._tell(name, data, self._case.proposal.id, sentence, on or self._on)

    def contract(self, block: dict[str, Any], sentence: str) -> None:
        """The contract has events of its own; the proposal's tells that it has one now."""
        self._tell("contract.signed", {"contract": block}, block["id"], sentence, self._on)
        self.event("proposal.revised", {"changes": [sentence], "material": False})

    def move(self, moved: Moved) -> None:
        sentence = sentences.of_move(self._case, moved)
        self.event("proposal.stage_changed", views.moved(moved), sentence)

    def frozen(self) -> None:
        """A version is frozen: what partners decided about an older one does not count."""
        frozen = self._case.frozen
        assert frozen is not None
        earlier = {
            each.partner
            for each in self._case.all(Decision)
            if each.proposal_version != frozen.number
        }
        block = {
            "proposal_version": frozen.number,
            "sha256": frozen.sha256,
            "invalidates": [code for code in self._case.proposal.partners if code in earlier],
        }
        self.event("proposal.version_frozen", block)

    def shares(self, name: str, effective_from: date | None) -> None:
        newest = self._case.newest
        assert newest is not None
        parts = views.parts(self._case)
        block = {
            "effective_from": effective_from,
            "cost_head": newest.content.cost_head,
            "parts": parts,
        }
        self.event(name, block)

    def effects(self) -> None:
        """What has come with time: decisions in effect, the joint outcome, the shares agreed."""
        case = self._case
        if case.frozen is None or "record_decision" not in case.stage.acts:
            return
        joint = joint_outcome(case, self._as_of)
        # About another version, everything is told anew.
        same_version = self._told.get("version") == case.frozen.sha256
        before = {**(self._told if same_version else {}), "as_of": self._as_of.isoformat()}
        now: dict[str, Any] = {
            "version": case.frozen.sha256,
            "as_of": self._as_of.isoformat(),
            "effective": _effective_days(joint),
            "joint": [str(joint.outcome), _text(joint.effective_on)],
            "shares_agreed": before.get("shares_agreed", False) or joint.effective_on is not None,
        }
        if now == before:
            return
        self._in_effect(before.get("effective", {}), now["effective"])
        if before.get("joint") != now["joint"] and joint.outcome is not Outcome.PENDING:
            sentence, name = _joint_sentence(joint), "joint.outcome_reached"
            if joint.rule != SOVEREIGN_ALL:
                name = "joint.outcome_by_rule_reached"
            self.event(name, decision_views.joint(joint), sentence, joint.effective_on)
        if joint.effective_on and not before.get("shares_agreed"):
            self.shares("shares.agreed", joint.effective_on)
        repository.save_announced(self._tx, case.proposal.id, now)
        self._told = now

    def _in_effect(self, before: dict[str, str], now: dict[str, str]) -> None:
        for code, day in now.items():
            if before.get(code) != day:
                effective = date.fromisoformat(day)
                sentence = f"The decision of {self._case.partners[code].name} took effect."
                block = {"partner": code, "effective_on": effective}
                self.event("decision.effective", block, sentence, effective)

    def view(self) -> dict[str, Any]:
        """The proposal as it stands now, for whoever gave the command."""
        return {"proposal": self._proposal, "version": self._version}

    @cached_property
    def _proposal(self) -> dict[str, Any]:
        """The same in each event about one act, and in the answer."""
        return views.proposal(self._case, self._as_of)

    def _tell(
        self, name: str, block: dict[str, Any], subject: str, sentence: str | None, on: date
    ) -> None:
        told = made(PUBLISHED[name, 1]).dump(block)
        event = outbox.append(self._tx, name, 1, told, subject=subject, effective_date=on)
        if subject == self._case.proposal.id:
            self._version = event.subject_version
        if sentence:
            repository.add_to_timeline(
                self._tx, self._case.proposal.id, on, sentence, self._by, event.id
            )


def day_of_state(case: Case, on: date) -> date:
    """The day as of which a case is told after an act on that day.

    An act that is entered late takes nothing back that later days have brought already.
    """
    return max(on, date.fromisoformat(case.announced.get("as_of", on.isoformat())))


def _effective_days(joint: Joint) -> dict[str, str]:
    return {
        each.partner: each.effective_on.isoformat()
        for each in joint.per_partner
        if each.effective_on
    }


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _joint_sentence(joint: Joint) -> str:
    if joint.outcome is Outcome.NOT_AGREED and joint.rule == SOVEREIGN_ALL:
        return "There is no joint decision: a partner said no."
    if joint.outcome is Outcome.NOT_AGREED:
        return f"There is no joint decision by the rule {joint.rule.replace('_', ' ')}."
    day = f", in effect since {joint.effective_on.isoformat()}" if joint.effective_on else ""
    open_ones = " Conditions are still open." if joint.outcome is not Outcome.APPROVED else ""
    if joint.rule != SOVEREIGN_ALL:
        return f"The partners have approved by {joint.rule.replace('_', ' ')}{day}.{open_ones}"
    return f"All partners have approved the same version{day}.{open_ones}"
