"""The blocks about a contract that runs: flows beside it, options taken up, bodies succeeded."""

from typing import Any

from services.commissioning_decisions.domain.acts import OptionExercised, PartnerSucceeded
from services.commissioning_decisions.domain.case import Flow
from services.commissioning_decisions.domain.definition import ProcessDefinition

Block = dict[str, Any]


def option_exercised(found: OptionExercised) -> Block:
    return {
        "number": found.number,
        "length_months": found.length_months,
        "until": found.until,
        "consents": [{"partner": code, "reference": text} for code, text in found.consents.items()],
        "on": found.on,
    }


def succession(found: PartnerSucceeded) -> Block:
    return {
        "predecessors": list(found.predecessors),
        "successors": [{"partner": code, "bp": bp} for code, bp in found.successors.items()],
        "effective_on": found.effective_on,
        "order_reference": found.order_reference,
    }


def flow(process: ProcessDefinition, found: Flow) -> Block:
    return {
        "id": found.id,
        "title": found.title,
        "process": found.process,
        "process_title": process.title,
        "stage": found.stage,
        "stage_title": process.stage(found.stage).title,
    }
