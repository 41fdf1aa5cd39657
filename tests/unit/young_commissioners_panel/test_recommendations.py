"""What the panel asks for, and the answer that it is owed."""

from datetime import date

import pytest

from services.young_commissioners_panel import rules
from services.young_commissioners_panel.domain import drafts, recommendations, views
from services.young_commissioners_panel.domain.drafts import Draft
from services.young_commissioners_panel.domain.recommendations import Progress, Response
from services.young_commissioners_panel.domain.sessions import Stage
from shared.errors import CommissioningError
from tests.support.panel_of_2018 import RULES, a_session

SUBMITTED = date(2018, 7, 16)


def submitted(session=None, *, present=7, on=SUBMITTED, **changes):
    session = session or a_session(
        stage=Stage.OPEN, present=tuple(f"YC-{number:02d}" for number in range(1, present + 1))
    )
    given = {
        "id": "YCP-2018-02-R1",
        "strength": "must",
        "theme": "staff",
        "statement": "Keep the same therapist.",
        "why": None,
        "support_count": present,
    }
    return recommendations.submit(session, RULES, **{**given, **changes}, on=on)


def a_response(decision="accept", **changes):
    given = {
        "reasons": "You are right.",
        "what_will_change": None,
        "owner": "Peter Lowe",
        "due_on": None,
        "responded_on": date(2018, 8, 10),
        "signed_by_director": False,
    }
    return Response(decision, **{**given, **changes})


@pytest.mark.parametrize(
    ("submitted_on", "due_on"),
    [
        (date(2018, 7, 16), date(2018, 8, 13)),
        # Over the summer bank holiday of the 27th of August.
        (date(2018, 8, 17), date(2018, 9, 17)),
        # Over Christmas, Boxing Day and New Year.
        (date(2018, 12, 17), date(2019, 1, 17)),
    ],
)
def test_an_answer_is_owed_within_twenty_working_days(submitted_on, due_on):
    session = a_session(stage=Stage.OPEN, opens_on=date(2018, 7, 1), present=("YC-01",))
    found = submitted(session, on=submitted_on, support_count=1)
    assert found.response_due_on == due_on


def test_a_statement_has_at_most_sixty_words():
    assert submitted(statement="word " * 60).progress is Progress.SUBMITTED
    with pytest.raises(CommissioningError) as refused:
        submitted(statement="word " * 61)
    assert (refused.value.code, refused.value.details) == ("statement_too_long", {"words": "61"})


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.INQUORATE, Stage.CANCELLED])
def test_nothing_is_recommended_where_no_session_was_open(stage):
    with pytest.raises(CommissioningError, match="session_not_open"):
        submitted(a_session(stage=stage))


def test_a_must_is_turned_down_only_by_a_director():
    with pytest.raises(CommissioningError, match="director_signature_needed"):
        recommendations.respond(submitted(), a_response("reject"))
    signed = recommendations.respond(submitted(), a_response("reject", signed_by_director=True))
    assert signed.progress is Progress.RESPONDED
    # Other strengths, and other answers, need no director.
    for strength, decision in (("should", "reject"), ("must", "partly_accept")):
        found = submitted(strength=strength)
        assert recommendations.respond(found, a_response(decision)).response is not None


@pytest.mark.parametrize("decision", ["reject", "partly_accept", "defer"])
def test_whoever_does_not_simply_accept_says_why(decision):
    answer = a_response(decision, reasons=" ", due_on=date(2018, 9, 3), signed_by_director=True)
    with pytest.raises(CommissioningError, match="reasons_missing"):
        recommendations.respond(submitted(), answer)


def test_an_answer_stands_unless_it_was_put_off():
    put_off = recommendations.respond(
        submitted(), a_response("defer", due_on=date(2018, 9, 3), reasons="We must ask.")
    )
    answered = recommendations.respond(put_off, a_response())
    with pytest.raises(CommissioningError, match="response_already_given"):
        recommendations.respond(answered, a_response())


@pytest.mark.parametrize(
    ("present", "support", "words"),
    [
        (7, 6, "6 of 7"),
        (5, 1, "1 of 5"),
        (4, 3, "most of the panel"),
        (4, 2, "some of the panel"),
        (4, 4, "most of the panel"),
        (7, None, "one member's own idea"),
    ],
)
def test_support_in_words(present, support, words):
    assert views.support(submitted(present=present, support_count=support), RULES) == words


def test_a_draft_that_says_nothing_is_not_sent():
    empty = Draft("YCP-2018-02", "YC-07")
    silent = drafts.save(empty, "statement", "not_sure", None, None)
    for draft in (empty, silent):
        with pytest.raises(CommissioningError, match="statement_missing"):
            drafts.finished(draft)


def test_what_a_member_left_open_weighs_least():
    draft = drafts.save(Draft("YCP-2018-02", "YC-07"), "statement", "words", "Text us.", 0)
    assert drafts.finished(draft) == {
        "strength": "could",
        "theme": "other",
        "statement": "Text us.",
        "why": None,
    }


def test_every_theme_and_strength_can_be_chosen():
    draft = Draft("YCP-2018-02", "YC-07")
    for question, choices in drafts.CHOICES.items():
        for choice in choices:
            draft = drafts.save(draft, question, "choice", choice, draft.version)
    assert draft.version == sum(map(len, drafts.CHOICES.values()))


def test_the_rules_in_force_are_the_agreed_defaults():
    found = rules.panel()
    assert (found.quorum, found.quorum_tender_scoring, found.brief_working_days) == (4, 5, 10)
    assert (found.acknowledge_working_days, found.respond_working_days) == (5, 20)
