"""What the service really sends during both stories is what contracts/events promises."""

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from deploy.contracts import files
from tests.support.two_stories import play, store, therapy

SCHEMAS = {
    f"uk.jc.{each.name}.v{each.version}": each.schema
    for each in files.events()
    if each.service == "commissioning_decisions"
}
# What comes when days pass, whatever people do: test_obligations.py sees these sent.
WITH_TIME = {
    f"uk.jc.obligation.{each}.v1" for each in ("changed", "due_soon", "breached", "withdrawn")
}


@pytest.mark.parametrize("story", [therapy, store])
def test_each_event_of_a_story_is_as_promised(decisions, story):
    play(story(decisions), until="live")
    sent = decisions.events()
    assert len(sent) > 60
    for each in sent:
        validator = Draft202012Validator(SCHEMAS[each["type"]], format_checker=FormatChecker())
        assert [str(error) for error in validator.iter_errors(each["data"])] == [], each["type"]


# What happens when partners differ and while a contract runs: see
# test_differing.py and test_flows.py.
WHEN_PARTNERS_DIFFER = {
    f"uk.jc.{name}.v1"
    for name in (
        "conflict.settled",
        "contract.option_exercised",
        "proposal.flow_begun",
        "proposal.partner_succeeded",
        "decision.not_taken",
        "dispute.raised",
        "dispute.settled",
        "joint.outcome_by_rule_reached",
        "joint.rule_agreed",
        "proposal.condition_waived",
        "proposal.partner_left",
    )
}

# What procurements of these days add: see test_procurement_law.py.
BY_THE_LAW_OF_NOW = {
    f"uk.jc.{name}.v1"
    for name in (
        "procurement.abandoned",
        "procurement.further_decision",
        "procurement.notice_published",
        "procurement.regime_determined",
        "procurement.representation_received",
        "supplier.risk_raised",
    )
}


def test_the_stories_show_every_kind_of_event_that_matters_to_partners(decisions):
    play(therapy(decisions), until="live")
    sent = {each["type"] for each in decisions.events()}
    assert set(SCHEMAS) - sent - WITH_TIME == WHEN_PARTNERS_DIFFER | BY_THE_LAW_OF_NOW


@pytest.mark.proves("T35")
def test_titles_of_exempt_papers_do_not_leave_and_strangers_do_not_read_them(decisions):
    play(therapy(decisions), until="need_identified")
    secret = {
        "proposal_id": "JCP-2017-03",
        "code": "E21",
        "title": "Prices of three named bidders",
        "sha256": "ab" * 32,
        "classification": "exempt",
        "author_organisation": "STCCG",
        "fields": {"exempt_appendix": True, "exempt_paragraph": 3},
    }
    decisions.ccg("add_evidence", secret)

    assert secret["title"] not in str(decisions.events())
    stranger = decisions.outsider("get_proposal", {"id": "JCP-2017-03"})
    assert secret["title"] not in str(stranger)
    insider = decisions.council("get_proposal", {"id": "JCP-2017-03"})
    assert [each["title"] for each in insider["evidence"]] == [secret["title"]]
