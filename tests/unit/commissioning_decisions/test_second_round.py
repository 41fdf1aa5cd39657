"""Whoever goes back to selection evaluates, awards and waits anew."""

from services.commissioning_decisions.domain import moving
from tests.support.cases import LEAD, awarded, day, placed, scored, standing_still

TODAY = day("2019-04-01")


def taken(case, name, on=TODAY):
    return moving.move(case, name, on=on, actor=LEAD, reason="It is time.")


class TestASecondRound:
    """The award was challenged: what was done in the first round opens no gate of the second."""

    first = standing_still(awarded(placed(scored(), "award_and_standstill", "2018-11-30")))
    case = placed(first, "selection_and_evaluation", "2019-01-10")

    def test_bids_are_scored_again(self):
        assert self.first.scores
        assert self.case.scores is None
        facts = [each.fact for each in moving.way(self.case, "award", TODAY).blockers]
        assert "The bids are not scored." in facts

    def test_the_award_and_its_standstill_do_not_come_back(self):
        again = placed(self.case, "award_and_standstill", "2019-01-21")
        assert (again.awards, again.standstill) == ({}, None)
        facts = [each.fact for each in moving.way(again, "mobilise", TODAY).blockers]
        assert "NHS South Tees CCG has not decided the award." in facts
        assert "The standstill letters are not sent." in facts

    def test_a_round_that_was_parked_goes_on(self):
        parked = self.first.with_move(taken(self.first, "park", day("2018-12-20")))
        resumed = parked.with_move(taken(parked, "resume", day("2019-01-14")))
        assert set(resumed.awards) == {"MBC", "STCCG"}
        assert resumed.standstill == self.first.standstill
