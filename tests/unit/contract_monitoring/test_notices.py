"""The ladder: runs of ratings, notices raised once on the day their ground is known."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contract_monitoring import rules
from services.contract_monitoring.domain.measures import Rating, measure_on
from services.contract_monitoring.domain.notices import Closure, Level, assess, close, level_of
from services.contract_monitoring.domain.periods import Period, PeriodKind, days_of
from services.contract_monitoring.domain.returns import Return, ReturnStage, Revision
from shared.errors import Invalid, RuleBroken

DAY = date(2019, 9, 2)
SLT01 = measure_on(rules.measure_set("slt"), "SLT01", DAY)
EQ07 = measure_on(rules.measure_set("equipment_store"), "EQ07", DAY)


def a_return(number, rating, *, kind="full", validated=True, known_on=None) -> Return:
    """The return of the nth quarter from April 2019, validated three weeks after its end."""
    year, quarter = 2019 + (number - 1) // 4, f"Q{(number - 1) % 4 + 1}"
    starts_on, ends_on = days_of(year, quarter)
    known = known_on or ends_on + timedelta(days=21)
    return Return(
        contract_id="CON-2019-01",
        measure="SLT01",
        period=Period(f"{year}-{quarter}", PeriodKind(kind), starts_on, ends_on),
        stage=ReturnStage.VALIDATED if validated else ReturnStage.SUBMITTED,
        submitted_by="provider",
        submitted_on=known,
        revisions=(Revision(1, 0, 0, Rating(rating), "", known, "provider"),),
        validated_by="contract manager" if validated else None,
        validated_on=known if validated else None,
    )


def play(acts, measure=SLT01, notices=()):
    """What comes of acts, each the new form of a return: all notices, by number."""
    returns, notices = {}, {notice.number: notice for notice in notices}
    for act in acts:
        before = list(returns.values())
        returns[act.period.label] = act
        change = assess(
            measure,
            before,
            list(returns.values()),
            list(notices.values()),
            contract_id="CON-2019-01",
            number=len(notices) + 1,
            on=act.accepted_on or act.submitted_on,
        )
        for notice in filter(None, (change.closed, change.raised)):
            notices[notice.number] = notice
    return list(notices.values())


def levels(ratings: str):
    """Levels of the notices that a run such as "RAG" leaves open; "." is a missing period."""
    names = {"R": "red", "A": "amber", "G": "green", "-": "grey"}
    acts = [a_return(n, names[r]) for n, r in enumerate(ratings, 1) if r in names]
    return [int(notice.level) for notice in play(acts) if notice.closed_on is None]


@pytest.mark.proves("T13")
@pytest.mark.parametrize(
    ("run", "open_levels"),
    [
        ("G", []),
        ("A", []),
        ("R", [1]),
        ("AA", [1]),
        ("AGA", []),
        ("RR", [2]),
        ("RA", [1]),
        ("RGR", [1]),
        ("R-R", [2]),  # Grey neither breaks nor continues a run
        ("A-A", [1]),
        ("R.R", [2]),  # nor does a missing period
        ("--", []),
        ("RRR", [2]),
    ],
)
def test_a_run_of_ratings_leads_to_this_level(run, open_levels):
    assert levels(run) == open_levels


@pytest.mark.proves("T14")
def test_a_part_period_neither_breaks_nor_continues_a_run():
    part = a_return(2, "red", kind="part")

    assert play([a_return(1, "green"), part]) == []
    assert [n.level for n in play([a_return(1, "amber"), part, a_return(3, "amber")])] == [1]


def test_figures_that_nobody_validated_found_no_notice():
    assert play([a_return(1, "red", validated=False)]) == []


def test_any_miss_of_a_safety_measure_is_a_formal_notice_at_once():
    for rating in ("amber", "red"):
        [notice] = play([a_return(2, rating, kind="part", validated=False)], EQ07)

        assert notice.level is Level.FORMAL_NOTICE
        assert notice.because == "Safety measure missed in 2019-Q2."
        assert notice.cure_by == date(2019, 11, 18)  # 20 working days after 21 October


def test_a_restatement_raises_the_formal_notice_once_on_the_day_it_is_known():
    known = date(2019, 11, 12)
    acts = [a_return(1, "red"), a_return(2, "amber"), a_return(2, "red", known_on=known)]

    query, formal = play([*acts, a_return(3, "green"), acts[-1], a_return(4, "green")])

    assert (query.level, query.closure, query.closed_on) == (1, Closure.TAKEN_UP, known)
    assert (formal.level, formal.raised_on, formal.closed_on) == (2, known, None)
    assert formal.because == "Red in two periods in a row: 2019-Q1 and 2019-Q2."
    assert formal.cure_by == date(2019, 12, 10)


def test_entered_late_and_backwards_the_notice_still_has_the_day_it_was_known():
    acts = [a_return(3, "green"), a_return(2, "red", known_on=date(2019, 11, 12))]

    notices = play([*acts, a_return(1, "red")])

    assert [n.raised_on for n in notices if n.level == 2] == [date(2019, 11, 12)]


def test_a_restatement_that_takes_the_ground_away_withdraws_the_notice_but_not_the_query():
    notices = play([a_return(1, "red"), a_return(2, "red"), a_return(2, "green")])

    assert [(n.level, n.closure) for n in notices] == [
        (1, Closure.TAKEN_UP),
        (2, Closure.WITHDRAWN),
        (1, None),
    ]


def closed_at_review(acts, on=date(2020, 5, 7)):
    notices = play(acts)
    ended = close(notices[-1], acts, evidence="Green again.", on=on)
    return [*notices[:-1], ended]


def test_a_formal_notice_closes_when_a_later_period_is_green():
    acts = [a_return(1, "red"), a_return(2, "red"), a_return(3, "green"), a_return(4, "green")]

    ended = closed_at_review(acts)[-1]

    assert (ended.closure, ended.closed_on) == (Closure.REVIEWED, date(2020, 5, 7))
    assert level_of([]) is Level.NORMAL


@pytest.mark.parametrize("after", ["", "R", "A", "GA"])
def test_a_formal_notice_stays_while_the_measure_has_not_recovered(after):
    names = {"R": "red", "A": "amber", "G": "green"}
    later = [a_return(n, names[r]) for n, r in enumerate(after, 3)]

    with pytest.raises(RuleBroken) as refusal:
        closed_at_review([a_return(1, "red"), a_return(2, "red"), *later])

    assert refusal.value.code == "measure_not_recovered"


def test_a_period_that_was_validated_after_the_review_is_no_evidence_at_it():
    acts = [a_return(1, "red"), a_return(2, "red"), a_return(3, "green")]

    with pytest.raises(RuleBroken, match="green"):
        closed_at_review(acts, on=date(2020, 1, 10))


def test_a_notice_does_not_close_before_it_was_raised():
    with pytest.raises(Invalid) as refusal:
        closed_at_review([a_return(1, "red")], on=date(2019, 7, 20))

    assert refusal.value.code == "before_notice"


def test_what_a_review_settled_is_not_raised_again_by_looking_at_it_again():
    acts = [a_return(1, "red"), a_return(2, "red"), a_return(3, "green"), a_return(4, "green")]
    settled = closed_at_review(acts)

    change = assess(
        SLT01, acts, acts, settled, contract_id="CON-2019-01", number=9, on=date(2020, 6, 1)
    )
    assert (change.closed, change.raised) == (None, None)

    # A later query is withdrawn to nothing, not to the run of the year before.
    red = [*acts, a_return(5, "red")]
    [query] = [n for n in play_from(settled, acts, a_return(5, "red")) if n.closed_on is None]
    assert query.level is Level.QUERY
    notices = [*settled, query]
    green = [*acts, a_return(5, "green")]
    change = assess(
        SLT01, red, green, notices, contract_id="CON-2019-01", number=9, on=date(2020, 9, 1)
    )
    assert change.closed is not None
    assert change.closed.closure is Closure.WITHDRAWN
    assert change.raised is None


def play_from(notices, returns, act):
    change = assess(
        SLT01,
        returns,
        [*returns, act],
        notices,
        contract_id="CON-2019-01",
        number=len(notices) + 1,
        on=act.accepted_on,
    )
    return [*notices, change.raised]


@given(
    ratings=st.lists(st.sampled_from(["red", "amber", "green", "grey"]), min_size=1, max_size=8),
    data=st.data(),
)
def test_the_order_of_entry_changes_neither_the_level_nor_how_many_are_open(ratings, data):
    acts = [a_return(n, rating) for n, rating in enumerate(ratings, 1)]
    shuffled = data.draw(st.permutations(acts))

    straight = [n for n in play(acts) if n.closed_on is None]
    mixed = [n for n in play(shuffled) if n.closed_on is None]

    assert [n.level for n in mixed] == [n.level for n in straight]
    assert len(mixed) <= 1
