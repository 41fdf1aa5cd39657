"""What happened to a proposal, one plain sentence for each act: the lines of its timeline."""

from functools import singledispatch

from services.commissioning_decisions.domain.acts import (
    Act,
    Award,
    CallIn,
    CallInResolved,
    ConditionConfirmed,
    ConflictDeclared,
    ConflictSettled,
    Decision,
    DisputeRaised,
    DisputeSettled,
    JointRuleAgreed,
    Notice,
    OptionExercised,
    Paper,
    PartnerLeft,
    PartnerSucceeded,
    Scores,
    SealedAgreement,
    SignedContract,
    Standstill,
    Tender,
    Waiver,
)
from services.commissioning_decisions.domain.acts_of_buying import (
    FurtherDecisionSent,
    ProcurementAbandoned,
    PublishedNotice,
    RegimeDetermined,
    RepresentationReceived,
    SupplierRisk,
)
from services.commissioning_decisions.domain.case import Case, Moved
from services.commissioning_decisions.domain.versions import Version

OUTCOMES = {
    "approved": "approved",
    "approved_conditional": "approved, with conditions,",
    "deferred": "put off",
    "rejected": "rejected",
    "inquorate": "had no quorum for",
    "withdrawn": "withdrew from",
}
CALL_IN_OUTCOMES = {
    "no_action": "takes no action",
    "refer_back": "refers the decision back",
    "refer_to_council": "refers the decision to full council",
}


def of_move(case: Case, moved: Moved) -> str:
    """With the title that the stage had in the process of that time."""
    title = case.process_after(moved.position).stage(moved.to_stage).title.lower()
    if case.migration_by(moved) is None:
        return f"Moved to {title}. {moved.reason or moved.because}"
    now = f" It stands in {title} now." if moved.to_stage != moved.from_stage else ""
    why = f" {moved.reason}" if moved.reason else ""
    return f"{moved.because}{now}{why}"


def of_version(version: Version) -> str:
    return f"Version {version.number} was written. {version.reason}"


def asked_again(case: Case, version: Version) -> list[str]:
    """What a new version undoes, said as it is written: `case` is as it was before."""
    said: list[str] = []
    decided = [code for code in case.proposal.partners if case.decision_of(code)]
    if decided:
        names = ", ".join(_name(case, code) for code in decided)
        said.append(f"{names} decided about another version and must decide again.")
    if version.level == "material" and any(s["stage"] == "closed" for s in case.known.sessions):
        said.append("The change is material: the panel must be asked again.")
    return said


@singledispatch
def of_act(act: Act, case: Case) -> str:
    raise AssertionError(f"no sentence for {type(act).__name__}")


@of_act.register
def _(act: Paper, case: Case) -> str:
    return f"{act.code} was filed: {act.public_title}."


@of_act.register
def _(act: Waiver, case: Case) -> str:
    what = f"{act.paper} " if act.paper else ""
    return (
        f"{_name(case, act.partner)} waived {what}({act.condition.replace('_', ' ')}) for "
        f"{act.move.replace('_', ' ')}. {act.reason}"
    )


@of_act.register
def _(act: ConflictDeclared, case: Case) -> str:
    if act.nature == "none":
        return f"{_name(case, act.partner)}: no conflict of interest is declared ({act.role})."
    what = f"{act.nature.replace('_', ' ')}; {act.action.replace('_', ' ')}"
    return f"{_name(case, act.partner)}: a conflict of interest is declared ({act.role}): {what}."


@of_act.register
def _(act: ConflictSettled, case: Case) -> str:
    chair = f"The chair at {_name(case, act.partner)}"
    return f"{chair} confirmed the decision without the vote that {act.conflict_id} voided."


@of_act.register
def _(act: JointRuleAgreed, case: Case) -> str:
    return (
        f"The partners agreed to decide by {act.type.replace('_', ' ')}: {act.authority_reference}."
    )


@of_act.register
def _(act: PartnerLeft, case: Case) -> str:
    return f"The others go on without {_name(case, act.partner)}. {act.reason}"


@of_act.register
def _(act: PartnerSucceeded, case: Case) -> str:
    old = " and ".join(_name(case, code) for code in act.predecessors)
    new = " and ".join(_name(case, code) for code in act.successors)
    return f"{new} took the place of {old} on {act.effective_on.isoformat()}. {act.order_reference}"


@of_act.register
def _(act: OptionExercised, case: Case) -> str:
    return (
        f"Option {act.number} was taken up with every partner's consent: "
        f"{act.length_months} months, to {act.until.isoformat()}."
    )


@of_act.register
def _(act: DisputeRaised, case: Case) -> str:
    return f"{_name(case, act.by)} raised a dispute ({act.id}): {act.about}"


@of_act.register
def _(act: DisputeSettled, case: Case) -> str:
    return f"The dispute {act.dispute_id} is settled: {act.outcome}."


@of_act.register
def _(act: Notice, case: Case) -> str:
    kind = "a key decision" if act.key_decision else "a decision"
    late = "" if act.compliant else " It came too late."
    return f"{_name(case, act.partner)} gave notice of {kind} by its {act.body}.{late}"


@of_act.register
def _(act: Decision, case: Case) -> str:
    done = OUTCOMES[act.outcome]
    why = f" {act.reason}" if act.reason else ""
    under = "".join(f" {each.text}." for each in act.conditions)
    whose = f"{_name(case, act.partner)}: {act.body}"
    return f"{whose} {done} version {act.proposal_version}.{why}{under}"


@of_act.register
def _(act: CallIn, case: Case) -> str:
    by = f"{act.by_count} councillors" if act.by_count else "Councillors"
    return f"{by} of {_name(case, act.partner)} called in {_resolutions(act.resolutions)}."


@of_act.register
def _(act: CallInResolved, case: Case) -> str:
    what = CALL_IN_OUTCOMES[act.outcome]
    return f"{_name(case, act.partner)}: scrutiny {what} on {_resolutions(act.resolutions)}."


@of_act.register
def _(act: ConditionConfirmed, case: Case) -> str:
    return f"{_name(case, act.partner)}: condition {act.condition_id} is confirmed as met."


@of_act.register
def _(act: Tender, case: Case) -> str:
    points = ", ".join(f"{name} {points}" for name, points in act.weights.items())
    return f"The tender was published. Points: {points}."


@of_act.register
def _(act: Scores, case: Case) -> str:
    first = act.bids[0]
    return f"{len(act.bids)} bids were scored. {first.name} came first with {first.total} points."


@of_act.register
def _(act: Award, case: Case) -> str:
    return f"{_name(case, act.partner)} decided to award to {act.supplier_name}."


@of_act.register
def _(act: Standstill, case: Case) -> str:
    return f"The standstill began. {act.explanation}"


@of_act.register
def _(act: RegimeDetermined, case: Case) -> str:
    how = f", {act.process.replace('_', ' ')}" if act.process else ""
    return f"It is bought under {act.title}{how}."


@of_act.register
def _(act: PublishedNotice, case: Case) -> str:
    return f"{act.title} ({act.notice}) is published with the number {act.number}."


@of_act.register
def _(act: RepresentationReceived, case: Case) -> str:
    if not act.in_time:
        return "A representation about the award came too late."
    return "A representation about the award was made in time; standstill goes on."


@of_act.register
def _(act: FurtherDecisionSent, case: Case) -> str:
    return f"The further decision about representations is to {act.outcome}. {act.explanation}"


@of_act.register
def _(act: ProcurementAbandoned, case: Case) -> str:
    return f"The procurement is abandoned. {act.reason}"


@of_act.register
def _(act: SupplierRisk, case: Case) -> str:
    return f"The risk that {act.supplier} fails is {act.level} ({act.source})."


@of_act.register
def _(act: SignedContract, case: Case) -> str:
    return f"{act.contract_id} was signed with {act.supplier_name}."


@of_act.register
def _(act: SealedAgreement, case: Case) -> str:
    kind = act.kind.replace("_", " ")
    return f"The partners sealed their agreement ({kind}); {_name(case, act.host)} is the host."


def _name(case: Case, code: str) -> str:
    partner = case.partners.get(code)
    return partner.name if partner else code


def _resolutions(numbers: tuple[str, ...]) -> str:
    return f"resolution{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}"
