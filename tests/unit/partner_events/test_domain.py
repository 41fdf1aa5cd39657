"""What a system may see, and how its key is known."""

import json

import pytest

from services.partner_events import domain
from services.partner_events.domain import Scope, System
from shared.errors import Invalid, NotAllowed

LEDGER = System(
    code="mbc-ledger",
    name="Finance ledger of Middlesbrough",
    organisation="MBC",
    event_names=("contract.signed", "finance.*"),
    classification_ceiling="partner",
    amqp=False,
)


@pytest.mark.parametrize(
    ("pattern", "name", "covered"),
    [
        ("*", "need.scored", True),
        ("need.*", "need.scored", True),
        ("need.scored", "need.scored", True),
        ("need.*", "needle.found", False),
        ("need.scored", "need.scored_again", False),
        ("need.scored", "need.*", False),
        ("*", "need.*", True),
    ],
)
def test_a_pattern_covers_what_it_names(pattern, name, covered):
    assert domain.covers(pattern, name) is covered


@pytest.mark.parametrize(
    ("name", "classification", "partner", "seen"),
    [
        ("contract.signed", "partner", None, True),
        ("finance.uplift_tested", "public", None, True),
        ("contract.signed", "restricted", None, False),
        ("contract.signed", "partner", "MBC", True),
        ("contract.signed", "partner", "STCCG", False),
        ("contract.commenced", "public", None, False),
        ("contract.signed", "of a later release", None, False),
    ],
)
def test_a_system_sees_its_grant_up_to_its_ceiling(name, classification, partner, seen):
    assert LEDGER.scope().admits(name, classification, partner) is seen


@pytest.mark.parametrize(
    ("wanted", "patterns"),
    [
        (None, ("contract.signed", "finance.*")),
        ("finance.*", ("finance.*",)),
        ("finance.uplift_tested", ("finance.uplift_tested",)),
        ("contract.*", ("contract.signed",)),
        ("*", ("contract.signed", "finance.*")),
    ],
)
def test_a_filter_narrows_the_grant_and_never_widens_it(wanted, patterns):
    assert LEDGER.scope(wanted) == Scope(patterns, "partner", "MBC")


@pytest.mark.parametrize("wanted", ["panel.*", "contract.commenced", "nothing.like_it"])
def test_a_filter_outside_the_grant_tells_only_the_grant(wanted):
    with pytest.raises(NotAllowed) as refusal:
        LEDGER.scope(wanted)
    assert refusal.value.code == "events_not_granted"
    assert refusal.value.details == {"granted": "contract.signed, finance.*"}


@pytest.mark.parametrize(
    "pattern", ["", "**", "proposal", "proposal.*.x", "*.signed", "a.b%", "A.b"]
)
def test_what_names_no_events_is_refused(pattern):
    with pytest.raises(Invalid) as refusal:
        domain.check_patterns(["need.scored", pattern])
    assert refusal.value.code == "malformed_pattern"


def test_a_grant_is_kept_sorted_and_without_repetition():
    assert domain.check_patterns(["b.c", "a.*", "b.c"]) == ("a.*", "b.c")


@pytest.mark.parametrize(
    ("roles", "ceiling", "organisation"),
    [
        ({"commissioner"}, "partner", "MBC"),
        ({"operator"}, "partner", None),
        ({"auditor"}, "restricted", None),
    ],
)
def test_a_person_sees_by_role(roles, ceiling, organisation):
    scope = domain.scope_of_person("MBC", frozenset(roles), None)
    assert scope == Scope(("*",), ceiling, organisation)


@pytest.mark.parametrize("text", ["", "-1", "1.5", "1e3", " 1", "٣", "x", "9" * 19])
def test_a_position_that_was_never_given_out_is_refused(text):
    with pytest.raises(Invalid) as refusal:
        domain.read_position(text)
    assert refusal.value.code == "bad_cursor"


def test_a_position_ahead_of_the_log_is_refused():
    domain.check_reached(7, head=7)
    with pytest.raises(Invalid) as refusal:
        domain.check_reached(8, head=7)
    assert refusal.value.code == "bad_cursor"


def test_an_event_carries_its_place_and_nothing_else_changes():
    document = '{"id":"1","data":{"title":"Sprach- und \\u20ac"}}'
    placed = domain.placed(document, 12)
    assert json.loads(placed) == {**json.loads(document), "feedposition": 12}


def test_a_key_is_long_says_its_kind_and_is_known_by_its_hash_only():
    key = domain.make_key("test", bytes(range(32)))
    assert key.text.startswith("jc_test_")
    assert len(key.text) > 50
    assert key.sha256 == domain.fingerprint(key.text)
    assert key.text not in (key.sha256, key.id, key.hint)
    assert key.hint == key.text[-4:]
    domain.check_key(key.text, key.sha256)


@pytest.mark.parametrize("stored", [None, "", "0" * 64])
def test_any_other_key_is_refused(stored):
    with pytest.raises(NotAllowed) as refusal:
        domain.check_key("jc_test_wrong", stored)
    assert refusal.value.code == "key_unknown"


@pytest.mark.parametrize("header", [None, ""])
def test_a_request_without_a_key_is_told_to_send_one(header):
    with pytest.raises(NotAllowed) as refusal:
        domain.read_key(header)
    assert refusal.value.code == "key_missing"


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("Bearer jc_test_a", "jc_test_a"),
        ("bearer  jc_test_a ", "jc_test_a"),
        ("Basic abc", ""),
        ("Bearer", ""),
        ("Bearer a b", ""),
        (f"Bearer {'x' * 201}", ""),
    ],
)
def test_the_key_is_read_from_the_header(header, key):
    assert domain.read_key(header) == key


@pytest.mark.parametrize("asked_for", ["stccg-mosaic", "nobody", ""])
def test_a_key_opens_only_its_own_address(asked_for):
    domain.check_own(LEDGER, "mbc-ledger")
    with pytest.raises(NotAllowed) as refusal:
        domain.check_own(LEDGER, asked_for)
    assert refusal.value.code == "key_of_another_system"
