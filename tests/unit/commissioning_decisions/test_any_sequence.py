"""Whatever people do, in whatever order and on whatever days: no sequence breaks what must hold.

Moves, versions, decisions, votes, conflicts, call-ins, mergers, tenders, awards, standstills that a
late holiday makes longer, and signatures, tried at random; most are refused, as they should be.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.commissioning_decisions import rules
from services.commissioning_decisions.domain import (
    call_ins,
    conflicts,
    deciding,
    joint,
    key_decisions,
    leaving,
    moving,
    procurement,
    succeeding,
    versions,
)
from services.commissioning_decisions.domain.acts import (
    Decision,
    JointRuleAgreed,
    Notice,
    SealedAgreement,
    Standstill,
)
from services.commissioning_decisions.domain.case import Case, Known
from services.commissioning_decisions.domain.joint import joint_outcome
from services.commissioning_decisions.domain.standing import Standing, standings
from services.commissioning_decisions.domain.votes import Vote
from shared.clock import LONDON
from shared.errors import CommissioningError
from tests.support.cases import (
    AUTHOR,
    BIDS,
    DEADLINES,
    EVALUATION,
    LEAD,
    PARTNERS,
    REGIMES,
    THERAPY_CONTENT,
    a_case,
    a_partner,
    papers,
    with_acts,
)
from tests.support.open_gates import CODES, KNOWN, NOTHING_TO_DECLARE
from tests.support.two_stories import SUPPLIER

FIRST_DAY = date(2018, 6, 28)
ICB = a_partner("nhs_board", code="NENCICB", name="NHS North East ICB", order=9)
EVERYBODY = {**PARTNERS, "NENCICB": ICB}
ANYBODY = st.sampled_from(["MBC", "STCCG", "NENCICB", "HBC"])
# Straight on, most of the time; back, aside or to an end now and then.
ONWARD = (
    "begin_assessment",
    "seek_mandate",
    "begin_coproduction",
    "write_business_case",
    "consult_panel",
    "seek_decisions",
    "record_joint_decision",
    "design_procurement",
    "invite_bids",
    "award",
    "mobilise",
    "go_live",
)
ASIDE = ("return_to_options", "return_to_decisions", "return_to_selection", "park", "resume")


class Proposal(RuleBasedStateMachine):
    """One proposal with all its papers; only what people decide and do is missing."""

    def __init__(self) -> None:
        super().__init__()
        self.case: Case
        self.on = FIRST_DAY

    @initialize()
    def is_drafted(self) -> None:
        known = replace(KNOWN, watch=None)
        case = a_case("need_identified", known=known, NENCICB=ICB)
        case = replace(case, partners=EVERYBODY, known=Known(**vars(known)))
        case = with_acts(case, *papers(*CODES, organisations=("MBC", "STCCG", "NENCICB")))
        case = with_acts(case, *papers("E16", route="pcr2015_light_touch"), NOTHING_TO_DECLARE)
        self.case = with_acts(case, SealedAgreement("section_75_lead", "MBC", FIRST_DAY))

    def tries(self, act: Callable[[], Any]) -> Any:
        """What the act gives, or none where it is refused with a code."""
        try:
            return act()
        except CommissioningError:
            return None

    def does(self, act: Callable[[], Any]) -> None:
        if (done := self.tries(act)) is not None:
            self.case = self.case.with_act(done)

    # Time, and a holiday that is announced late

    @rule(days=st.integers(0, 12))
    def time_passes(self, days: int) -> None:
        self.on += timedelta(days=days)

    @rule(days=st.integers(1, 3))
    def a_late_holiday_makes_a_standstill_longer(self, days: int) -> None:
        running = self.case.standstill
        if running is None or running.ends_on < self.on:
            return
        later = replace(
            running,
            ends_on=running.ends_on + timedelta(days=days),
            earliest_signing_on=running.earliest_signing_on + timedelta(days=days),
        )
        acts = tuple(later if act is running else act for act in self.case.acts)
        self.case = replace(self.case, acts=acts)

    # Moves and versions

    @rule(number=st.integers(0, 3))
    def moves_on(self, number: int) -> None:
        ways = [each.name for each in self.case.stage.moves if each.name in ONWARD]
        if ways:
            self.moves(ways[number % len(ways)])

    @rule(name=st.sampled_from(ASIDE))
    def moves_aside(self, name: str) -> None:
        self.moves(name)

    def moves(self, name: str) -> None:
        moved = self.tries(
            lambda: moving.move(self.case, name, on=self.on, actor=LEAD, reason="Tried.")
        )
        if moved is not None:
            self.case = self.case.with_move(moved)

    @rule(pence=st.integers(0, 4), bp=st.sampled_from([4250, 4250, 5000, 9999]))
    def writes_a_version(self, pence: int, bp: int) -> None:
        newest = self.case.newest
        assert newest is not None
        first, *others = self.case.proposal.partners
        shares = {first: bp, **dict.fromkeys(others, 0)}
        shares[others[-1]] += 10_000 - bp
        content = replace(
            THERAPY_CONTENT,
            annual_cost_pence=THERAPY_CONTENT.annual_cost_pence + pence,
            shares=shares,
        )
        written = self.tries(
            lambda: versions.write_version(
                self.case.proposal.id,
                self.case.proposal.partners,
                newest,
                content,
                on=self.on,
                reason="Tried.",
                author=AUTHOR.person,
                materiality=rules.materiality(),
            )
        )
        if written is not None:
            self.case = self.case.with_version(written)

    # Decisions

    @rule(partner=ANYBODY, days=st.integers(0, 40))
    def gives_notice(self, partner: str, days: int) -> None:
        def give() -> Notice:
            return key_decisions.give_notice(
                self.case,
                DEADLINES,
                partner=partner,
                body="Executive",
                matter="The service",
                key_decision=True,
                meeting_on=self.on + timedelta(days=days),
                on=self.on,
            )

        self.does(give)

    @rule(
        partner=ANYBODY,
        outcome=st.sampled_from(["approved", "approved", "approved", "rejected", "deferred"]),
        votes=st.sampled_from([(), (5, 0), (4, 3), (2, 0)]),
        older=st.booleans(),
    )
    def decides(self, partner: str, outcome: str, votes: tuple[int, ...], older: bool) -> None:
        newest, found = self.case.newest, self.case.partners[partner]
        assert newest is not None
        number = newest.number - 1 if older and newest.number > 1 else newest.number
        usual = {"nhs_board": "icb_board", "committee_system": "committee"}
        cast = tuple(
            Vote(f"Seat {n}", "for" if n <= votes[0] else "against")
            for n in range(1, sum(votes) + 1)
        )
        decision = Decision(
            partner=partner,
            body="Its body",
            route=usual.get(found.model, "executive"),
            outcome=outcome,
            decided_on=self.on,
            published_on=self.on,
            proposal_version=number,
            sha256=self.case.versions[number - 1].sha256,
            reason=None if outcome == "approved" else "Tried.",
            deferred_until=self.on + timedelta(days=20) if outcome == "deferred" else None,
            votes=cast,
            quorum=3 if cast else None,
        )
        self.does(
            lambda: deciding.decide(
                self.case, DEADLINES, decision, on=self.on, approvals=rules.joint_rules()
            )
        )

    @rule(partner=ANYBODY)
    def calls_in(self, partner: str) -> None:
        self.does(
            lambda: call_ins.call_in(
                self.case, partner=partner, resolutions=("1",), on=self.on, by_count=5
            )
        )

    @rule(partner=ANYBODY, outcome=st.sampled_from(["no_action", "refer_back"]))
    def resolves_a_call_in(self, partner: str, outcome: str) -> None:
        self.does(
            lambda: call_ins.resolve_call_in(
                self.case, partner=partner, resolutions=("1",), outcome=outcome, on=self.on
            )
        )

    @rule(partner=ANYBODY, seat=st.integers(1, 4))
    def declares_a_conflict(self, partner: str, seat: int) -> None:
        self.does(
            lambda: conflicts.declare(
                self.case,
                partner=partner,
                role="member",
                nature="family",
                action="recuse",
                seat=f"Seat {seat}",
                reason=None,
                on=self.on,
            )
        )

    @rule(partner=ANYBODY, number=st.integers(1, 4))
    def settles_a_conflict(self, partner: str, number: int) -> None:
        self.does(
            lambda: conflicts.settle(
                self.case, conflict_id=f"CONF-{number}", partner=partner, on=self.on
            )
        )

    @rule(type_=st.sampled_from(["committee_majority", "sovereign_all"]))
    def agrees_a_rule(self, type_: str) -> None:
        agreed = JointRuleAgreed(type_, "Terms of reference", self.on, quorum=2)
        self.does(lambda: joint.agree_rule(self.case, agreed))

    @rule(partner=ANYBODY)
    def goes_on_without(self, partner: str) -> None:
        left = self.tries(
            lambda: leaving.proceed_without(self.case, partner=partner, reason="Tried.", on=self.on)
        )
        if left is not None:
            self.case = self.case.with_act(left).without(partner)

    @rule()
    def is_succeeded(self) -> None:
        succeeded = self.tries(
            lambda: succeeding.succession(
                EVERYBODY,
                predecessors=("STCCG",),
                successors={"NENCICB": 10_000},
                effective_on=self.on,
                order_reference="Order",
                on=self.on,
            )
        )
        if succeeded is not None and succeeding.touches(self.case, succeeded):
            self.case = succeeding.with_successors(self.case.with_act(succeeded), succeeded)

    # From tender to contract

    @rule(days=st.integers(1, 20))
    def opens_a_tender(self, days: int) -> None:
        closes = self.on + timedelta(days=days)
        self.does(
            lambda: procurement.open_tender(
                self.case,
                EVALUATION,
                notice_on=self.on,
                closes_at=datetime.combine(closes, time(12), LONDON),
                day=closes,
            )
        )

    @rule()
    def scores(self) -> None:
        self.does(lambda: procurement.score(self.case, BIDS, on=self.on))

    @rule(partner=ANYBODY)
    def awards(self, partner: str) -> None:
        route = "officer" if self.case.partners[partner].kind == "council" else "icb_officer"
        self.does(
            lambda: procurement.award(
                self.case,
                DEADLINES,
                supplier=SUPPLIER,
                partner=partner,
                route=route,
                decided_on=self.on,
                published_on=self.on,
            )
        )

    @rule()
    def sends_standstill_letters(self) -> None:
        self.does(
            lambda: procurement.start_standstill(self.case, DEADLINES, REGIMES, sent_on=self.on)
        )

    @rule()
    def signs(self) -> None:
        before = self.case
        self.does(
            lambda: procurement.sign(
                self.case,
                REGIMES,
                contract_id="CON-2019-01",
                supplier=SUPPLIER,
                signed_on=self.on,
                starts_on=self.on,
                initial_end_on=self.on + timedelta(days=1000),
                maximum_end_on=self.on + timedelta(days=2000),
                annual_value_pence=1,
            )
        )
        if self.case.contract and not before.contract:
            standstill = before.standstill
            assert isinstance(standstill, Standstill)
            assert self.on >= standstill.earliest_signing_on > standstill.ends_on
            assert joint_outcome(before, self.on).effective_on

    @rule(days=st.integers(0, 9))
    def does_what_comes_next(self, days: int) -> None:
        """So that sequences get far: whatever the stage allows, by everybody, then on."""
        self.time_passes(days)
        for partner in self.case.proposal.partners:
            self.gives_notice(partner, 30)
            self.decides(partner, "approved", (), older=False)
            self.awards(partner)
        self.opens_a_tender(1)
        self.scores()
        if self.case.standstill is None:
            self.sends_standstill_letters()
        self.signs()
        self.moves_on(0)

    # What must hold, always

    @invariant()
    def shares_sum(self) -> None:
        for version in self.case.versions:
            assert sum(version.content.shares.values()) == 10_000
        newest = self.case.newest
        assert newest is not None
        assert sum(newest.content.shares.values()) == 10_000
        assert sum(newest.content.parts().values()) == newest.content.annual_cost_pence

    @invariant()
    def one_version_at_most_is_open(self) -> None:
        frozen = self.case.frozen
        if frozen is not None:
            assert frozen.number == self.case.versions[-1].number
            assert set(frozen.content.shares) == set(self.case.proposal.partners)

    @invariant()
    def the_chain_verifies(self) -> None:
        assert moving.verify(self.case.proposal.id, self.case.moves)

    @invariant()
    def the_joint_day_is_the_latest(self) -> None:
        found = joint_outcome(self.case, self.on)
        if found.effective_on is None:
            return
        days = [
            each.effective_on
            for each in found.per_partner
            if each.standing is Standing.APPROVED and each.effective_on
        ]
        assert found.effective_on == max(days)
        assert found.effective_on <= self.on

    @invariant()
    def nobody_has_approved_another_version(self) -> None:
        frozen = self.case.frozen
        for each in standings(self.case, self.on):
            if each.decision is not None:
                assert frozen is not None
                assert each.decision.proposal_version == frozen.number

    @invariant()
    def nothing_is_bought_before_it_is_decided(self) -> None:
        number = self.case.stage.number or 0
        if number >= 10:  # market and procurement design, and what follows
            assert any(moved.move == "design_procurement" for moved in self.case.moves)


TestAnySequence = Proposal.TestCase
TestAnySequence.settings = settings(
    max_examples=60,
    stateful_step_count=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def test_sequences_can_get_to_the_end():
    """Else the machine would prove little: undisturbed, the next thing leads to a live service."""
    proposal = Proposal()
    proposal.is_drafted()
    for _ in range(60):
        proposal.does_what_comes_next(9)
    assert proposal.case.contract is not None
    assert proposal.case.stage.id == "live"
