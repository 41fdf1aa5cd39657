"""A published needs assessment names known figures and needs, and hides small numbers."""

from datetime import date

import pytest

from services.needs_assessment import rules
from services.needs_assessment.domain import assessments, views
from services.needs_assessment.domain.disclosure import Policy
from tests.support.refusals import code_of

PUBLISHED = date(2018, 1, 26)


def published(**changes):
    facts = {
        "id": "SNA-2018-01",
        "title": "Joint needs assessment",
        "as_at": date(2018, 1, 18),
        "indicator_codes": ("N01", "N07"),
        "need_ids": ("NEED-2017-01",),
        "policy": rules.policy(),
        "known_indicators": {"N01", "N07", "N08"},
        "known_needs": {"NEED-2017-01"},
        "on": PUBLISHED,
    }
    return assessments.publish(**{**facts, **changes})


def test_it_says_what_it_shows_and_under_which_policy():
    assert views.assessment(published()) == {
        "id": "SNA-2018-01",
        "title": "Joint needs assessment",
        "version": "1.0",
        "as_at": date(2018, 1, 18),
        "published_on": PUBLISHED,
        "indicator_codes": ["N01", "N07"],
        "policy": {"k": 6, "rounding": 1},
        "need_ids": ["NEED-2017-01"],
    }


def test_figures_of_the_day_of_publication_may_be_in_it():
    assert published(as_at=PUBLISHED).as_at == PUBLISHED


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"as_at": date(2018, 1, 27)}, "date_in_future"),
        ({"indicator_codes": ()}, "assessment_without_figures"),
        ({"indicator_codes": ("N01", "N99")}, "unknown_indicator"),
        ({"need_ids": ("NEED-2031-09",)}, "unknown_need"),
        ({"policy": Policy(k=2)}, "policy_too_weak"),
    ],
)
def test_what_is_no_assessment(changes, code):
    assert code_of(lambda: published(**changes)) == code
