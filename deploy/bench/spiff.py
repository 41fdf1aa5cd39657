"""The same commands on SpiffWorkflow, behind the same runner, broker and database as the product.

Sixteen manual tasks in a row. Each command loads the workflow's serialised state from PostgreSQL
under a lock, keeps what was sent in the workflow's data, and for a move looks whether the papers
that its gate asks for are there and completes the task; then it saves the state, in the same
transaction. Serialised by the library's own serialiser, definition and all, as its manual does it.

`step` gives what every service here has to give: a command that is safe to repeat, and one event
in the outbox, which the relay sends to whom it concerns. `step_bare` leaves both out: after a crash
its caller cannot know whether the step was taken, and nobody else is told.

What the library lacks is not added to either, which is in its favour: who may do what, days and
sums of law, conditions beside papers, the chains of hashes, the timeline, obligations. It bears the
name of a real service, which does not run meanwhile, for its database and its outbox.
"""

from itertools import pairwise
from typing import Any

from lxml import etree
from marshmallow import Schema, fields
from nameko.rpc import rpc
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.serializer.workflow import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from services.commissioning_decisions import rules
from shared.actor import Actor
from shared.database.dependency import Database
from shared.database.transaction import Transaction
from shared.errors import RuleBroken
from shared.messaging import outbox
from shared.messaging.rpc import command

NAME = "needs_assessment"
NAMESPACE = "http://www.omg.org/spec/BPMN/20100524/MODEL"
TABLE = """
CREATE TABLE spiff_workflows (id text PRIMARY KEY, state text NOT NULL);
GRANT ALL ON spiff_workflows TO PUBLIC;
"""
ADD = "INSERT INTO spiff_workflows VALUES (%(id)s, %(state)s)"
FIND = "SELECT state FROM spiff_workflows WHERE id = %(id)s FOR UPDATE"
SAVE = "UPDATE spiff_workflows SET state = %(state)s WHERE id = %(id)s"
EVENT = "proposal.revised"  # it goes to as many queues as the product's
FIRST, MOVE = "draft_proposal", "move_proposal"
STEPS = 16


def definition() -> bytes:
    """BPMN: a start, the sixteen tasks, an end."""
    names = ["start", *(f"stage_{number}" for number in range(1, STEPS + 1)), "end"]
    kinds = ["startEvent", *["manualTask"] * STEPS, "endEvent"]
    nodes = [f'<{kind} id="{name}"/>' for kind, name in zip(kinds, names, strict=True)]
    flows = [
        f'<sequenceFlow id="to_{to}" sourceRef="{name}" targetRef="{to}"/>'
        for name, to in pairwise(names)
    ]
    process = f'<process id="sixteen" isExecutable="true">{"".join(nodes + flows)}</process>'
    return (
        f'<definitions xmlns="{NAMESPACE}" targetNamespace="bench">{process}</definitions>'.encode()
    )


def gates() -> dict[str, list[str]]:
    """The codes of the papers that each move asks for."""
    return {
        move.name: [code for each in move.conditions for code in each.parameters.get("codes", ())]
        for stage in rules.definition("JCP-16").stages
        for move in stage.moves
    }


class Step(Schema):
    """The proposal's id, the method of the product's command, and what that sends."""

    id = fields.String(required=True)
    method = fields.String(required=True)
    body = fields.Dict(required=True)


class Spiff:
    name = NAME
    database = Database()

    serializer, gates = BpmnWorkflowSerializer(), gates()
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(definition()))
    spec = parser.get_spec("sixteen")

    @command(Step)
    def step(self, tx: Transaction, command: Any, actor: Actor) -> Any:
        view = self._step(tx, **command)
        told = {**view, "told": command["body"]}
        outbox.append(tx, EVENT, 1, told, subject=command["id"])
        return view

    @rpc  # type: ignore[untyped-decorator] # nameko has no types
    def step_bare(self, body: dict[str, Any], meta: dict[str, Any]) -> dict[str, Any]:
        with self.database.transaction() as tx:
            return self._step(tx, **body)

    def _step(self, tx: Transaction, id: str, method: str, body: Any) -> dict[str, Any]:
        workflow = self._begun() if method == FIRST else self._found(tx, id)
        workflow.data["acts"].append(body)
        if method == MOVE:
            self._complete(workflow, body["move"])
        state = self.serializer.serialize_json(workflow)
        tx.send_often(ADD if method == FIRST else SAVE, id=id, state=state)
        return _view(workflow)

    def _begun(self) -> Any:
        workflow = BpmnWorkflow(self.spec)
        workflow.data["acts"] = []
        workflow.do_engine_steps()
        return workflow

    def _found(self, tx: Transaction, id: str) -> Any:
        [row] = tx.run_often(FIND, id=id)
        return self.serializer.deserialize_json(row["state"])

    def _complete(self, workflow: Any, move: str) -> None:
        filed = {act.get("code") for act in workflow.data["acts"]}
        if missing := [code for code in self.gates[move] if code not in filed]:
            raise RuleBroken("gate_not_met", f"Missing: {', '.join(missing)}.")
        [task] = workflow.get_tasks(state=TaskState.READY, manual=True)
        task.run()
        workflow.do_engine_steps()


def _view(workflow: Any) -> dict[str, Any]:
    """In the form that a walk reads."""
    stage = "stopped" if workflow.completed else ""
    block = {"stage": stage, "proposal_version": 1, "frozen_sha256": "1" * 64}
    return {"version": len(workflow.data["acts"]), "proposal": block}
