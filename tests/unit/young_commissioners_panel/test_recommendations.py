"""What the panel asks for, and the answer that it is owed."""

from datetime import date

import pytest

from services.young_commissioners_panel import rules
from services.young_commissioners_panel.domain import recommendations, views
from services.young_commissioners_panel.domain.recommendations import Progress, Response
from services.young_commissioners_panel.domain.sessions import Stage
from shared.errors import CommissioningError
from tests.support.panel_of_2018 import RULES, a_session
from tests.support.refusals import code_of

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
    session = a_session(stage=Stage.OPEN, closes_on=date(2018, 12, 31), present=("YC-01",))
    found = submitted(session, on=submitted_on, support_count=1)
    assert found.response_due_on == due_on


@pytest.mark.parametrize(
    ("stage", "on", "late"),
    [
        (Stage.OPEN, date(2018, 7, 16), False),
        # Nobody closed the session, and still its last day is over.
        (Stage.OPEN, date(2018, 7, 17), True),
        (Stage.CLOSED, date(2018, 7, 18), True),
        # A session may be closed before its last day.
        (Stage.CLOSED, date(2018, 7, 15), True),
    ],
)
def test_what_comes_after_the_end_counts_and_is_late_with_its_reason(stage, on, late):
    session = a_session(stage=stage, present=("YC-01",))
    given = {"on": on, "support_count": 1}
    if late:
        assert code_of(lambda: submitted(session, **given)) == "late_reason_missing"
        assert code_of(lambda: submitted(session, late_reason=" ", **given)) == (
            "late_reason_missing"
        )
    found = submitted(session, late_reason="It came by post.", **given)
    assert (found.late, found.submitted_on) == (late, on)
    # Twenty working days from when it came, not from when it should have come.
    assert found.response_due_on > on


def test_nothing_is_recommended_before_the_session_began():
    assert code_of(lambda: submitted(on=date(2018, 7, 13))) == "session_not_due"
    assert submitted(on=date(2018, 7, 14)).submitted_on == date(2018, 7, 14)


def test_no_more_support_it_than_were_there():
    assert submitted(present=7, support_count=7).support_count == 7
    assert code_of(lambda: submitted(present=7, support_count=8)) == "support_above_present"


def test_a_recommendation_is_acknowledged_once_and_before_its_answer():
    known = recommendations.acknowledge(submitted(), on=date(2018, 7, 18))
    assert (known.progress, known.acknowledged_on) == (Progress.ACKNOWLEDGED, date(2018, 7, 18))
    again = code_of(lambda: recommendations.acknowledge(known, on=date(2018, 7, 19)))
    assert again == "already_acknowledged"
    answered = recommendations.respond(known, a_response())
    late = code_of(lambda: recommendations.acknowledge(answered, on=date(2018, 8, 11)))
    assert late == "already_acknowledged"
    early = code_of(lambda: recommendations.acknowledge(submitted(), on=date(2018, 7, 15)))
    assert early == "before_last_act"


def test_the_panel_says_what_it_thinks_of_an_answer_once_there_is_one():
    assert code_of(lambda: recommendations.react(submitted(), "ok")) == "not_answered_yet"
    answered = recommendations.respond(submitted(), a_response())
    assert recommendations.react(answered, "not_ok").response.reaction == "not_ok"


def test_what_is_taken_back_loses_its_words_and_is_left_alone():
    gone = recommendations.withdraw(submitted(why="We trust her.", dissent="One did not."))
    assert (gone.progress, gone.statement) == (Progress.WITHDRAWN, "Withdrawn.")
    assert (gone.why, gone.dissent, gone.by) == (None, None, None)
    for act in (
        lambda: recommendations.withdraw(gone),
        lambda: recommendations.acknowledge(gone, on=SUBMITTED),
        lambda: recommendations.respond(gone, a_response()),
        lambda: recommendations.react(gone, "ok"),
    ):
        assert code_of(act) == "recommendation_withdrawn"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"responded_on": date(2018, 7, 15)}, "before_last_act"),
        ({"decision": "defer", "reasons": "We must ask."}, "due_on_missing"),
        ({"due_on": date(2018, 8, 9)}, "day_not_ahead"),
        ({"decision": "defer", "due_on": date(2018, 8, 9)}, "day_not_ahead"),
        ({"due_on": date(2018, 8, 10)}, None),
    ],
)
def test_the_days_of_an_answer_stand_in_their_order(answer, code):
    decision = answer.pop("decision", "accept")

    def answered():
        return recommendations.respond(submitted(), a_response(decision, **answer))

    assert answered().response.due_on if code is None else code_of(answered) == code


def test_a_statement_has_at_most_sixty_words():
    assert submitted(statement="word " * 60).progress is Progress.SUBMITTED
    with pytest.raises(CommissioningError) as refused:
        submitted(statement="word " * 61)
    assert (refused.value.code, refused.value.details) == ("statement_too_long", {"words": "61"})


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.INQUORATE, Stage.CANCELLED])
def test_nothing_is_recommended_where_no_session_was_open(stage):
    assert code_of(lambda: submitted(a_session(stage=stage))) == "session_not_open"


def test_a_must_is_turned_down_only_by_a_director():
    code = code_of(lambda: recommendations.respond(submitted(), a_response("reject")))
    assert code == "director_signature_needed"
    signed = recommendations.respond(submitted(), a_response("reject", signed_by_director=True))
    assert signed.progress is Progress.RESPONDED
    # Other strengths, and other answers, need no director.
    for strength, decision in (("should", "reject"), ("must", "partly_accept")):
        found = submitted(strength=strength)
        assert recommendations.respond(found, a_response(decision)).response is not None


@pytest.mark.parametrize("decision", ["reject", "partly_accept", "defer"])
def test_whoever_does_not_simply_accept_says_why(decision):
    answer = a_response(decision, reasons=" ", due_on=date(2018, 9, 3), signed_by_director=True)
    assert code_of(lambda: recommendations.respond(submitted(), answer)) == "reasons_missing"


def test_an_answer_stands_unless_it_was_put_off():
    put_off = recommendations.respond(
        submitted(), a_response("defer", due_on=date(2018, 9, 3), reasons="We must ask.")
    )
    answered = recommendations.respond(put_off, a_response())
    again = code_of(lambda: recommendations.respond(answered, a_response()))
    assert again == "response_already_given"


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


def test_the_rules_in_force_are_the_agreed_defaults():
    found = rules.panel()
    assert (found.quorum, found.quorum_tender_scoring, found.brief_working_days) == (4, 5, 10)
    assert (found.acknowledge_working_days, found.respond_working_days) == (5, 20)
