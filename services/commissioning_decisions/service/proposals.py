"""Commands about partners and proposals: drafted, revised, evidenced, moved."""

from typing import Any

from services.commissioning_decisions import repository, rules
from services.commissioning_decisions.domain import (
    drafting,
    evidence,
    moving,
    sentences,
    versions,
    views,
)
from services.commissioning_decisions.domain.acts import Paper
from services.commissioning_decisions.domain.partners import (
    make_partner,
    must_belong_to,
)
from services.commissioning_decisions.domain.versions import Content
from services.commissioning_decisions.schemas import commands
from services.commissioning_decisions.service import obligations
from services.commissioning_decisions.service.acting import Acting
from services.commissioning_decisions.service.announcing import Announcer
from shared.actor import Actor
from shared.clock import day_of_act
from shared.database.references import next_reference
from shared.database.transaction import Transaction
from shared.errors import Invalid
from shared.messaging.rpc import command


class Proposals(Acting):
    @command(commands.RegisterPartner)
    def register_partner(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("operator", "commissioner")
        day_of_act(command["on"], self._today())
        governance = command["governance"]
        partner = make_partner(
            code=command["code"],
            name=command["name"],
            kind=command["kind"],
            model=governance["model"],
            call_in_working_days=(
                governance["call_in_working_days"] if governance["call_in"] else None
            ),
            key_decision_pence=command["key_decision_pence"],
            limits=command["limits"],
            order=command["order"],
            succeeded_by=command["succeeded_by"],
            limits_basis=command["limits_basis"],
        )
        repository.save_partner(tx, partner)
        return {"partner": views.partner(partner)}

    @command(commands.DraftProposal)
    def draft_proposal(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("commissioner")
        must_belong_to(actor.organisation, command["partners"])
        on = day_of_act(command["on"], self._today())
        case = drafting.draft(
            rules.definition(command["process"]),
            repository.find_all_partners(tx),
            id=next_reference(tx, "JCP", on, command["reference"]),
            title=command["title"],
            service_type=command["service_type"],
            need_id=command["need_id"],
            lead=command["lead"],
            partners=tuple(command["partners"]),
            on=on,
        )
        repository.add_proposal(tx, case)
        announce = Announcer(tx, case, on, actor)
        announce.event(
            "proposal.drafted", {}, f"{case.proposal.id} was drafted: {command['title']}."
        )
        return announce.view()

    @command(commands.ReviseProposal)
    def revise_proposal(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("commissioner")
        case, on = self._open(tx, command, actor)
        case.must_allow("revise_proposal")
        self._check_version(case, command["expected_version"])
        before = case.newest
        version = versions.write_version(
            case.proposal.id,
            case.proposal.partners,
            before,
            _content(command["content"], case.proposal.partners),
            on=on,
            reason=command["reason"],
            author=actor.person,
            materiality=rules.materiality(),
        )
        asked_again = sentences.asked_again(case, version)
        repository.add_version(tx, case.proposal.id, version, actor)
        case = case.with_version(version)
        announce = Announcer(tx, case, on, actor)
        announce.event(
            "proposal.revised",
            {
                "changes": [*versions.changes(before, version), *asked_again],
                "material": version.level == "material",
            },
            " ".join([sentences.of_version(version), *asked_again]),
        )
        if before is None or before.content.parts() != version.content.parts():
            announce.shares("shares.proposed", None)
        obligations.keep(tx, case, self.clock.now())
        return announce.view()

    @command(commands.AddEvidence)
    def add_evidence(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        kind = rules.evidence_kinds().get(command["code"])
        if kind is None:
            raise Invalid(
                "unknown_evidence",
                f"There is no evidence {command['code']}. Use a code from E01 to E46.",
                {"/code": "Use a code from E01 to E46."},
            )
        author = command["author_organisation"]
        evidence.must_be_filed_by(kind, author, actor.organisation, actor.roles)
        case, on = self._open(tx, command, actor)
        case.must_allow("add_evidence")
        paper = Paper(
            code=kind.code,
            title=command["title"],
            version=len(case.papers(kind.code)) + 1,
            sha256=command["sha256"],
            classification=command["classification"],
            author_organisation=author,
            added_on=on,
            facts=evidence.checked(kind, command["facts"]),
            valid_until=kind.valid_until(on),
        )
        block = {"evidence": views.paper(paper, inside=False)}
        return self._act(tx, case, paper, "proposal.evidence_added", block, on, actor)

    @command(commands.MoveProposal)
    def move_proposal(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        actor.must_have("commissioner", "lead_commissioner")
        case, on = self._open(tx, command, actor)
        self._check_version(case, command["expected_version"])
        moved = moving.move(case, command["move"], on=on, actor=actor, reason=command["reason"])
        # What came with time belongs to the stage that it leaves, and is told before it leaves.
        leaving = Announcer(tx, case, on, actor)
        leaving.effects()
        repository.add_move(tx, case.proposal.id, moved, actor)
        thawed = case.frozen is None
        case = leaving.case.with_move(moved)
        announce = Announcer(tx, case, on, actor)
        announce.move(moved)
        if moved.frozen_version and thawed:
            announce.frozen()
        announce.effects()
        obligations.keep(tx, case, self.clock.now())
        return announce.view()


def _content(given: Any, partners: tuple[str, ...]) -> Content:
    term = given["term"] or {"initial_months": None, "extension_months": []}
    return Content(
        annual_cost_pence=given["annual_cost_pence"],
        cost_head=given["cost_head"],
        shares=versions.shares_of(given["shares"], partners),
        initial_months=term["initial_months"],
        extension_months=tuple(term["extension_months"]),
        maximum_value_pence=given["maximum_value_pence"],
        specification_sha256=given["specification_sha256"],
        measure_set=given["measure_set"],
        wards_affected=given["wards_affected"],
        planned_start_on=given["planned_start_on"],
    )
