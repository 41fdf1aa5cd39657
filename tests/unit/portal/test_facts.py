"""An event and a command's view give the same fact, whichever comes first."""

from services.portal import calls, facts
from tests.support import dossier


def test_an_event_and_a_view_of_one_change_give_the_same_fact():
    block = dossier.a_proposal()
    by_event = list(
        facts.from_event(
            "proposal.stage_changed",
            calls.DECISIONS,
            dossier.SLT,
            14,
            {"proposal": block, "move": "pass"},
        )
    )
    by_view = list(facts.from_view(calls.DECISIONS, {"proposal": block, "version": 14}))
    assert by_event == by_view


def test_a_contract_is_kept_twice_as_signed_and_as_watched():
    [signed] = facts.from_event(
        "contract.signed", calls.DECISIONS, dossier.CONTRACT, 1, {"contract": dossier.SIGNED}
    )
    [watched] = facts.from_event(
        "contract.commenced", calls.CONTRACTS, dossier.CONTRACT, 6, {"contract": dossier.WATCH}
    )
    assert (signed.kind, watched.kind) == ("contract", "watch")


def test_a_second_thing_in_a_view_counts_only_with_a_version_of_its_own():
    view = {"return": dossier.RETURNS[0], "version": 2, "contract": dossier.WATCH}
    assert [fact.kind for fact in facts.from_view(calls.CONTRACTS, view)] == ["return"]
    view["contract_version"] = 7
    assert [(f.kind, f.version) for f in facts.from_view(calls.CONTRACTS, view)] == [
        ("return", 2),
        ("watch", 7),
    ]


def test_a_return_belongs_to_its_contract_and_is_named_like_its_events():
    [fact] = facts.from_view(calls.CONTRACTS, {"return": dossier.RETURNS[0], "version": 1})
    assert (fact.id, fact.belongs_to) == ("CON-2019-01:SLT01:2019-Q2", "CON-2019-01")


def test_a_view_without_a_version_is_not_kept():
    assert list(facts.from_view(calls.DECISIONS, {"proposal": dossier.a_proposal()})) == []
    assert list(facts.from_view(calls.DECISIONS, None)) == []


def test_an_uplift_is_kept_for_each_day_it_was_tested_from():
    content = {"contract_id": "CON-2019-01", "from_on": "2020-04-01", "blocked_by": []}
    [fact] = facts.from_event("finance.uplift_tested", calls.CONTRACTS, "CON-2019-01", 9, content)
    assert (fact.kind, fact.id) == ("uplift", "CON-2019-01:2020-04-01")
    assert fact.belongs_to == "CON-2019-01"
