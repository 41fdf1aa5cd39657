"""The panel on a database of its own, seen by members, facilitator and commissioner."""

import pytest

from services.young_commissioners_panel.service import YoungCommissionersPanel
from tests.support.one_service import OneService
from tests.support.panel_of_2018 import MEMBERS, OPENING, PANEL, PROPOSAL, RECOMMENDATION, SESSION


class Panel(OneService):
    service_class = YoungCommissionersPanel

    def __init__(self, database) -> None:
        super().__init__(database)
        self.facilitator = self.person("lena", "MBC", "facilitator")
        self.commissioner = self.person("farah", "STCCG", "commissioner")
        self.member = self.person("YC-07", "MBC", "panel_member")
        self.another = self.person("YC-03", "MBC", "panel_member")
        self.stranger = self.person("YC-99", "HBC", "panel_member")

    def knows(self, version=1, **changes) -> None:
        told = {"proposal": {**PROPOSAL, **changes}}
        self.receives("proposal.drafted", PROPOSAL["id"], version, told)

    def schedules(self, **changes):
        return self.facilitator("schedule_session", {**SESSION, **changes})

    def opens(self, **changes):
        return self.facilitator("open_session", {**OPENING, **changes})

    def closes(self, on="2018-07-16"):
        return self.facilitator("close_session", {"id": SESSION["reference"], "on": on})

    def answers(self, question, kind, value=None, *, who=None, version=None, on="2018-07-15"):
        body = {"session_id": SESSION["reference"], "question": question, "on": on}
        body |= {"answer": {"kind": kind, "value": value}, "expected_version": version}
        return (who or self.member)("save_answer", body)

    def sends(self, who=None, on="2018-07-15"):
        body = {"session_id": SESSION["reference"], "on": on}
        return (who or self.member)("submit_recommendation", body)

    def records(self, **changes):
        return self.facilitator("record_recommendation", {**RECOMMENDATION, **changes})

    def responds(self, **changes):
        body = {
            "id": "YCP-2018-02-R1",
            "decision": "accept",
            "reasons": "You are right.",
            "owner": "Peter Lowe",
            "on": "2018-08-10",
        }
        return self.commissioner("respond_to_recommendation", {**body, **changes})


@pytest.fixture
def panel(service_database) -> Panel:
    """A panel of seven, and a session about a proposal that has not begun."""
    made = Panel(service_database("young_commissioners_panel"))
    made.facilitator("create_panel", {"name": PANEL, "area": "TEES", "on": "2018-01-08"})
    for member in MEMBERS:
        made.facilitator("add_member", {"panel": PANEL, **member, "on": "2018-01-08"})
    made.knows()
    made.schedules()
    return made


@pytest.fixture
def open_panel(panel) -> Panel:
    panel.opens()
    return panel
