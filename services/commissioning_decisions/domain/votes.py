"""Votes of one body: who may vote, whether enough did, and what they decided."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from shared.errors import Invalid, RuleBroken

VOTES = ("for", "against", "abstain", "recused")


@dataclass(frozen=True)
class Vote:
    """One seat, as the record of the decision names it; never a person's name."""

    seat: str
    vote: str  # one of VOTES


@dataclass(frozen=True)
class Tally:
    """`present` counts who may vote: whoever is recused counts for no quorum."""

    present: int
    votes_for: int
    votes_against: int
    quorum: int
    casting_vote: str | None = None

    @property
    def is_quorate(self) -> bool:
        return self.present >= self.quorum

    @property
    def is_carried(self) -> bool:
        """More for than against; an even vote is carried by a casting vote for it alone."""
        if self.votes_for != self.votes_against:
            return self.votes_for > self.votes_against
        return self.casting_vote == "for"


def count(
    votes: Iterable[Vote], quorum: int, casting_vote: str | None, void: Collection[str] = ()
) -> Tally:
    """`void`: seats whose vote does not count, because of a conflict of interest."""
    taking_part = [each for each in votes if each.vote != "recused" and each.seat not in void]
    given = [each.vote for each in taking_part]
    return Tally(len(taking_part), given.count("for"), given.count("against"), quorum, casting_vote)


def check(
    votes: tuple[Vote, ...], quorum: int | None, casting_vote: str | None, outcome: str
) -> None:
    """Refuse votes that do not carry the outcome that they are recorded with."""
    if not votes:
        return
    seats = [each.seat for each in votes]
    if len(set(seats)) != len(seats):
        raise Invalid("seat_twice", "Each seat votes once.")
    if quorum is None:
        raise Invalid("quorum_missing", "Say how many have to be there for votes to count.")
    tally = count(votes, quorum, casting_vote)
    if not tally.is_quorate:
        if outcome != "inquorate":
            raise RuleBroken(
                "quorum_not_met",
                f"{tally.present} could vote, {quorum} are needed: nothing was decided. Record it "
                "as inquorate, and take it to the next body up.",
                {"present": str(tally.present), "quorum": str(quorum)},
            )
        return
    approves = outcome in ("approved", "approved_conditional")
    if outcome in ("approved", "approved_conditional", "rejected") and approves != tally.is_carried:
        raise RuleBroken(
            "votes_contradict_outcome",
            f"{tally.votes_for} voted for it and {tally.votes_against} against: that is not "
            f"{outcome.replace('_', ' ')}.",
            {"for": str(tally.votes_for), "against": str(tally.votes_against)},
        )
