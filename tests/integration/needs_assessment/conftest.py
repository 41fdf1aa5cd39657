"""Needs assessment on a database of its own, seen by the people who use it."""

import pytest

from services.needs_assessment.service import NeedsAssessment
from tests.support.needs_of_2017 import NEED, REFERRALS, SCORES, WAITS
from tests.support.one_service import OneService


class Needs(OneService):
    service_class = NeedsAssessment

    def __init__(self, database) -> None:
        super().__init__(database)
        self.analyst = self.person("abdul", "MBC", "analyst")
        self.commissioner = self.person("amina", "MBC", "commissioner")
        self.member = self.person("YC-07", "MBC", "panel_member")

    def identifies(self, reference="NEED-2017-01", **changes):
        return self.analyst("identify_need", {**NEED, "reference": reference, **changes})

    def scores(self, reference="NEED-2017-01", on="2018-02-14", reason=None, **scores):
        body = {"need_id": reference, "scores": {**SCORES, **scores}, "on": on}
        return self.analyst("score_need", {**body, "moderation_reason": reason})

    def loads(self, *observations, on="2018-03-01"):
        body = {"observations": list(observations), "on": on}
        return self.analyst("load_observations", body)

    def sees(self, reference="NEED-2017-01"):
        return self.commissioner("get_need", {"id": reference})


@pytest.fixture
def needs(service_database) -> Needs:
    made = Needs(service_database("needs_assessment"))
    made.analyst("load_indicators", {"indicators": [WAITS, REFERRALS], "on": "2017-10-02"})
    return made
