"""Partners, proposals and everything that happens to one."""

from marshmallow import Schema, fields, validate

from services.portal import words
from services.portal.api import kinds, procurement
from services.portal.api.kinds import Command, Share, Supplier
from services.portal.api.needs import SERVICE_TYPES
from services.portal.api.routes import Route, of_one
from services.portal.calls import DECISIONS

ROUTES_OF_DECISION = (
    "executive",
    "individual_member",
    "officer",
    "committee",
    "full_council",
    "icb_board",
    "icb_committee",
    "icb_officer",
)


class Governance(Schema):
    model = kinds.choice("elected_mayor", "leader_and_cabinet", "committee_system", "nhs_board")
    call_in = fields.Boolean(required=True)
    call_in_working_days = fields.Integer(allow_none=True)


class RegisterPartner(Command):
    code = kinds.organisation()
    name = kinds.text("full name", 200)
    kind = kinds.choice("council", "nhs")
    governance = fields.Nested(Governance, required=True)
    key_decision_pence = kinds.pence("value from which a decision is key", required=False)
    limits = fields.Dict(keys=fields.String(), metadata={"description": "what officers may decide"})
    limits_basis = kinds.choice("whole_life", "a_year", required=False)
    order = kinds.whole("place in the agreed order of partners", required=False)
    succeeded_by = fields.String(allow_none=True)


class DraftProposal(Command):
    reference = kinds.reference("JCP")
    title = kinds.text("what is to be commissioned", 200)
    service_type = kinds.choice(*SERVICE_TYPES)
    need_id = kinds.reference("NEED")
    process = fields.String(metadata={"description": "such as JCP-16, or JCP-6"})
    lead = kinds.organisation("the lead commissioner")
    partners = fields.List(kinds.organisation(), required=True, validate=validate.Length(1, 20))


class Term(Schema):
    initial_months = kinds.whole("first term", lowest=1)
    extension_months = fields.List(fields.Integer(validate=validate.Range(1)))


class Content(Schema):
    annual_cost_pence = kinds.pence("cost of a full year")
    cost_head = kinds.text("what the money is for", 100)
    shares = fields.List(fields.Nested(Share), required=True, validate=validate.Length(1, 20))
    term = fields.Nested(Term)
    maximum_value_pence = kinds.pence("most that the contract can cost", required=False)
    specification_sha256 = kinds.sha256(required=False)
    measure_set = fields.String(allow_none=True)
    wards_affected = kinds.whole("wards or divisions affected", required=False)
    planned_start_on = kinds.day("planned first day", required=False)


class ReviseProposal(Command):
    content = fields.Nested(Content, required=True)
    reason = kinds.text("why it changes")


class AddEvidence(Command):
    code = fields.String(
        required=True, validate=validate.Regexp(r"^E\d\d$", error="Use a code such as E05.")
    )
    title = kinds.text("title of the paper", 300)
    sha256 = kinds.sha256()
    classification = kinds.choice("public", "partner", "exempt", "restricted")
    author_organisation = kinds.organisation()
    facts = kinds.facts("the facts that a gate reads", name="fields")


class WaiveCondition(Command):
    move = kinds.text("name of the move whose gate asks for it", 60)
    condition = kinds.text("name of the condition", 60)
    paper = kinds.optional_text("code of the paper, where it is one", 10)
    reason = kinds.text("why it may pass without; published")


class DeclareConflict(Command):
    partner = kinds.organisation()
    role = kinds.text("the role, never the person", 300)
    nature = kinds.choice(*words.NATURES)
    action = kinds.choice(*words.CONFLICT_ACTIONS)
    seat = kinds.optional_text("seat whose vote it touches", 60)
    reason = kinds.optional_text("why the action is enough")


class SettleConflict(Command):
    partner = kinds.organisation()
    conflict_id = kinds.text("such as CONF-2", 60)


class AgreeJointRule(Command):
    type = kinds.choice(*words.JOINT_RULES)
    authority_reference = kinds.text("the written delegation", 300)
    quorum = kinds.whole("partners that have to vote", required=False)
    threshold_bp = kinds.whole("part of the votes that carries, above 5000", required=False)
    weights = fields.Dict(keys=fields.String(), metadata={"description": "votes by partner"})
    casting_vote = fields.String(allow_none=True)
    cap_pence = kinds.pence("most that the lead may decide for all", required=False)
    valid_until = kinds.day("last day of the delegation", required=False)


class ProceedWithout(Command):
    partner = kinds.organisation("who said no")
    reason = kinds.text("why the others go on")


class BeginFlow(Command):
    process = kinds.choice("JCP-14V", "JCP-14P", "JCP-14X", "JCP-14T")
    title = kinds.text("what it is about", 200)
    leaving = fields.String(allow_none=True, metadata={"description": "who leaves, in an exit"})
    reference = kinds.reference("JCP")


class ExerciseOption(Command):
    consents = fields.Dict(
        keys=fields.String(),
        required=True,
        metadata={"description": "where each partner's consent is recorded"},
    )


class RecordSuccession(Command):
    predecessors = kinds.texts("codes of the bodies that end")
    successors = fields.List(fields.Nested(Share), required=True, validate=validate.Length(1, 20))
    effective_on = kinds.day("when it takes effect")
    order_reference = kinds.text("the order or act", 300)


class RaiseDispute(Command):
    about = kinds.text("what it is about")


class SettleDispute(Command):
    outcome = kinds.choice("agreed", "withdrawn", "mediated")


class Move(Command):
    move = kinds.text("name of the move, as the proposal's gate lists it", 60)
    reason = kinds.optional_text("why, where the move asks for a reason")


class PublishNotice(Command):
    partner = kinds.organisation()
    body = kinds.text("who will decide", 200)
    matter = kinds.text("what will be decided", 500)
    key_decision = fields.Boolean(required=True)
    meeting_on = kinds.day("day of the meeting")
    kind = kinds.choice(
        "forward_plan",
        "general_exception",
        "special_urgency",
        "private_business",
        required=False,
    )
    agreed_by = fields.String(allow_none=True)


class Condition(Schema):
    id = fields.String()
    kind = kinds.text("own_cost_cap ...", 40)
    text = kinds.text("the condition as minuted", 500)
    cap_pence = kinds.pence("the cap", required=False)
    per = fields.String(allow_none=True)
    until = kinds.day("last day of the approval's effect", required=False)
    due_on = kinds.day("when it has to be met", required=False)
    owner = fields.String(allow_none=True)


class Vote(Schema):
    seat = kinds.text("the seat, never a person's name", 60)
    vote = kinds.choice("for", "against", "abstain", "recused")


class RecordDecision(Command):
    partner = kinds.organisation()
    body = kinds.text("who decided", 200)
    route = kinds.choice(*ROUTES_OF_DECISION)
    outcome = kinds.choice(
        "approved", "approved_conditional", "deferred", "rejected", "inquorate", "withdrawn"
    )
    proposal_version = kinds.whole("the version that was decided", lowest=1)
    sha256 = kinds.sha256()
    decided_on = kinds.day("day of the decision")
    published_on = kinds.day("day of its publication", required=False)
    conditions = fields.List(fields.Nested(Condition))
    deferred_until = kinds.day("when it comes back", required=False)
    reason = kinds.optional_text("reason, for anything but a plain approval")
    resolutions = kinds.texts("numbers of the resolutions", required=False)
    authority_reference = kinds.optional_text("delegation that an officer acts under", 200)
    value_pence = kinds.pence("value decided", required=False)
    votes = fields.List(fields.Nested(Vote))
    quorum = kinds.whole("how many have to be able to vote", required=False, lowest=1)
    casting_vote = fields.String(allow_none=True)


class CallIn(Command):
    partner = kinds.organisation()
    resolutions = kinds.texts("the resolutions that are called in")
    by_count = kinds.whole("how many members called it in", required=False)


class ResolveCallIn(Command):
    partner = kinds.organisation()
    resolutions = kinds.texts("the resolutions that were called in")
    outcome = kinds.choice("no_action", "refer_back", "refer_to_council")


class ConfirmCondition(Command):
    partner = kinds.organisation()
    condition_id = kinds.text("the condition's id", 60)
    evidence = kinds.optional_text("what shows that it is met")


class OpenTender(Command):
    evaluation = fields.Dict(
        keys=fields.String(),
        required=True,
        metadata={"description": "weights, panel_question, fallback"},
    )
    notice_on = kinds.day("day of the notice")
    closes_at = fields.AwareDateTime(required=True)


class RecordScores(Command):
    bids = fields.List(
        fields.Dict(keys=fields.String()),
        required=True,
        validate=validate.Length(1, 50),
        metadata={"description": "code, name, price_pence, quality, young, social for each bid"},
    )


class RecordAward(Command):
    supplier = fields.Nested(Supplier, required=True)
    partner = kinds.organisation()
    route = kinds.choice(*ROUTES_OF_DECISION)
    decided_on = kinds.day("day of the decision")
    published_on = kinds.day("day of its publication", required=False)


class StartStandstill(Command):
    sent_on = kinds.day("day on which the letters went out")


class SignContract(Command):
    contract_reference = kinds.reference("CON")
    supplier = fields.Nested(Supplier, required=True)
    signed_on = kinds.day("day of signature")
    starts_on = kinds.day("first day of the service")
    initial_end_on = kinds.day("last day of the first term")
    maximum_end_on = kinds.day("last day with every extension")
    annual_value_pence = kinds.pence("value of a full year")


class SealAgreement(Command):
    kind = kinds.choice("section_75_lead", "section_75_pooled", "collaboration")
    host = kinds.organisation("who holds the money")
    sealed_on = kinds.day("day of sealing")


ROUTES = (
    Route(
        "POST", "/partners", DECISIONS, "register_partner", "Register a partner", RegisterPartner
    ),
    Route(
        "POST",
        "/partners/successions",
        DECISIONS,
        "record_succession",
        "Put other bodies in the place of partners",
        RecordSuccession,
    ),
    Route("GET", "/partners", DECISIONS, "list_partners", "All partners"),
    Route("GET", "/processes", DECISIONS, "list_processes", "What a proposal can begin on"),
    Route(
        "GET",
        "/processes/<name>",
        DECISIONS,
        "get_process",
        "A process: stages and moves",
        filters=("version",),
    ),
    Route(
        "GET",
        "/registers/<register>",
        DECISIONS,
        "list_register",
        "Forward plan, decisions or conflicts of interest across all proposals",
        filters=("partner", "limit", "after"),
    ),
    Route("GET", "/evidence", DECISIONS, "list_evidence_kinds", "What gates ask for as papers"),
    Route("GET", "/rules", DECISIONS, "list_rules", "The rules of law that are followed here"),
    Route(
        "GET",
        "/rules/<rule>/deadline",
        DECISIONS,
        "work_out_deadline",
        "The day that a rule gives for an event, and why",
        filters=("on", "known_on", "n", "calendar", "authority"),
    ),
    Route("POST", "/proposals", DECISIONS, "draft_proposal", "Draft a proposal", DraftProposal),
    Route("GET", "/proposals/<id>", DECISIONS, "get_proposal", "One proposal, whole"),
    Route(
        "GET",
        "/proposals/<id>/as-of",
        DECISIONS,
        "get_proposal_as_of",
        "One proposal as it stood at a past instant, such as 2026-11-25T12:00:00Z",
        filters=("at",),
    ),
    Route(
        "GET",
        "/proposals/<id>/report",
        DECISIONS,
        "get_decision_report",
        "The report on which partners decide, under the council's headings",
    ),
    Route(
        "GET",
        "/proposals/<id>/why-not/<move>",
        DECISIONS,
        "why_not",
        "Why a move is not open, and who can clear it",
    ),
    of_one("/versions", "revise_proposal", "Write a new version", ReviseProposal, versioned=True),
    of_one("/evidence", "add_evidence", "Add evidence", AddEvidence),
    of_one("/waivers", "waive_condition", "Let a condition of a gate pass", WaiveCondition),
    of_one("/conflicts", "declare_conflict", "Declare a conflict of interest", DeclareConflict),
    of_one(
        "/conflicts/settled", "settle_conflict", "The chair confirms a decision", SettleConflict
    ),
    of_one("/joint-rule", "agree_joint_rule", "How partners decide together", AgreeJointRule),
    of_one("/without", "proceed_without", "Go on without a partner", ProceedWithout),
    of_one("/disputes", "raise_dispute", "Raise a dispute", RaiseDispute),
    of_one("/disputes/settled", "settle_dispute", "End a dispute", SettleDispute),
    of_one("/flows", "begin_flow", "Begin a flow beside the contract", BeginFlow),
    of_one("/options", "exercise_option", "Take up an option", ExerciseOption),
    of_one("/moves", "move_proposal", "Move to another stage", Move, versioned=True),
    of_one("/notices", "publish_notice", "Publish notice of a decision", PublishNotice),
    of_one("/decisions", "record_decision", "Record a partner's decision", RecordDecision),
    of_one("/call-ins", "call_in", "Record a call-in", CallIn),
    of_one("/call-ins/resolutions", "resolve_call_in", "Record its outcome", ResolveCallIn),
    of_one("/conditions", "confirm_condition", "Confirm a condition", ConfirmCondition),
    *procurement.ROUTES,
    of_one("/tender", "open_tender", "Open the tender", OpenTender),
    of_one("/scores", "record_scores", "Record the scores of the bids", RecordScores),
    of_one("/awards", "record_award", "Record an award decision", RecordAward),
    of_one("/standstill", "start_standstill", "Start the standstill", StartStandstill),
    of_one("/contract", "sign_contract", "Sign the contract", SignContract),
    of_one("/agreements", "seal_agreement", "Seal the partners' agreement", SealAgreement),
    Route(
        "GET",
        "/deadlines",
        DECISIONS,
        "list_obligations",
        "Who has to do what by when, earliest first",
        filters=("organisation", "state", "limit", "after"),
    ),
)
