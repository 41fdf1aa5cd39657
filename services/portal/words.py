"""Plain names for the codes that travel between services. Pure."""

from types import MappingProxyType

STAGES = MappingProxyType(
    {
        "need_identified": "Need identified",
        "needs_assessment": "Joint needs assessment",
        "priority_and_mandate": "Priority and mandate",
        "coproduction_and_review": "Co-production and service review",
        "options_and_business_case": "Options and business case",
        "young_commissioners_panel": "Young Commissioners Panel",
        "formal_consultation": "Formal consultation",
        "partner_decisions": "Partner decisions",
        "decision_effective": "Decision effective",
        "procurement_design": "Market and procurement design",
        "selection_and_evaluation": "Selection and evaluation",
        "award_and_standstill": "Award and standstill",
        "agreements_and_mobilisation": "Agreements and mobilisation",
        "live": "Live: monitor",
        "review_and_option_decision": "Review and option decision",
        "decommission": "Decommission and transition",
        "parked": "Parked",
        "stopped": "Stopped",
        "merged": "Merged into another proposal",
    }
)
CLOSING_STAGES = ("parked", "stopped", "merged")

SERVICE_TYPES = MappingProxyType(
    {
        "speech_and_language_therapy": "Speech and language therapy",
        "children_equipment": "Children’s equipment",
        "other": "Other service",
    }
)

OUTCOMES = MappingProxyType(
    {
        "approved": "Approved",
        "approved_conditional": "Approved with conditions",
        "deferred": "Deferred",
        "rejected": "Rejected",
        "inquorate": "No quorum",
        "withdrawn": "Withdrawn",
        "called_in": "Called in",
        "referred_back": "Referred back",
        "invalid_pending_retake": "Void: to be taken again",
        "lapsed": "Lapsed",
        "not_required": "Not required",
        "awaiting": "Awaiting",
        "pending": "Pending",
        "approved_pending_conditions": "Approved, conditions open",
        "not_agreed": "Not agreed",
    }
)

ROUTES = MappingProxyType(
    {
        "executive": "Executive or cabinet",
        "individual_member": "Individual member",
        "officer": "Officer under delegation",
        "committee": "Committee",
        "full_council": "Full council",
        "icb_board": "NHS governing body or board",
        "icb_committee": "NHS committee",
        "icb_officer": "NHS officer within a limit",
    }
)

STRENGTHS = MappingProxyType({"must": "Must", "should": "Should", "could": "Could"})

RESPONSES = MappingProxyType(
    {
        "accept": "Yes, we will do it",
        "partly_accept": "We will do part of it",
        "reject": "No, we cannot",
        "defer": "Not yet",
    }
)
REACTIONS = MappingProxyType(
    {
        "ok": "The panel is content",
        "not_ok": "The panel is not content",
        "unclear": "The panel did not understand it",
    }
)
RATINGS = MappingProxyType({"green": "Green", "amber": "Amber", "red": "Red", "grey": "Not rated"})

CLASSIFICATIONS = MappingProxyType(
    {
        "public": "Public",
        "partner": "Partners only",
        "exempt": "Exempt",
        "restricted": "Restricted",
    }
)

JOINT_RULES = MappingProxyType(
    {
        "sovereign_all": "Every partner approves the same version",
        "lead_only": "The lead decides for all, within a written delegation",
        "committee_unanimous": "A joint committee, all of one mind",
        "committee_majority": "A joint committee, by majority",
        "committee_weighted": "A joint committee, by votes of different weight",
    }
)
NATURES = MappingProxyType(
    {
        "none": "Nothing to declare",
        "financial": "Money of their own is touched",
        "family": "Somebody close to them is touched",
        "post_at_provider": "They have a post at a provider",
        "uses_the_service": "They use the service",
        "other": "Something else",
    }
)
CONFLICT_ACTIONS = MappingProxyType(
    {
        "none_needed": "Nothing: there is no conflict",
        "recuse": "They take no part",
        "replace": "Somebody else takes their place",
        "allow": "They go on taking part; the reason says why",
    }
)

BUYERS = MappingProxyType(
    {
        "council": "A council",
        "integrated_care_board": "An integrated care board",
        "nhs_trust": "An NHS trust or foundation trust",
    }
)
PROCESSES = MappingProxyType(
    {
        "psr_direct_a": "Direct Award Process A: only the existing provider is capable",
        "psr_direct_b": "Direct Award Process B: patients choose among all",
        "psr_direct_c": "Direct Award Process C: the existing provider goes on",
        "psr_most_suitable": "Most Suitable Provider Process",
        "psr_competitive": "Competitive Process",
        "psr_urgent": "Urgent award, after a supplier failed",
        "pa23_competitive": "Competition under the Procurement Act",
        "pa23_direct_award": "Direct award under the Procurement Act",
    }
)
FURTHER_DECISIONS = MappingProxyType(
    {
        "proceed": "Award as intended",
        "repeat": "Go back to an earlier step",
        "abandon": "Give the procurement up",
    }
)
RISK_LEVELS = MappingProxyType(
    {
        "watch": "To watch",
        "serious": "Serious",
        "critical": "Critical: it has failed, or will at once",
    }
)

TAG_COLOURS = MappingProxyType(
    {
        "approved": "green",
        "approved_conditional": "yellow",
        "deferred": "orange",
        "rejected": "red",
        "inquorate": "orange",
        "withdrawn": "red",
        "called_in": "orange",
        "referred_back": "orange",
        "invalid_pending_retake": "red",
        "lapsed": "orange",
        "not_required": "grey",
        "awaiting": "grey",
        "pending": "grey",
        "approved_pending_conditions": "yellow",
        "not_agreed": "red",
        "must": "purple",
        "should": "teal",
        "could": "grey",
        "accept": "green",
        "partly_accept": "yellow",
        "reject": "red",
        "defer": "orange",
        "green": "green",
        "amber": "orange",
        "red": "red",
        "grey": "grey",
        "submitted": "blue",
        "validated": "green",
        "restated": "purple",
        "draft": "grey",
        "open": "green",
        "closed": "grey",
        "cancelled": "grey",
        "acknowledged": "blue",
        "responded": "green",
        "live": "green",
        "mobilising": "blue",
        "under_review": "purple",
        "ended": "grey",
        "done": "green",
        "due": "yellow",
        "later": "blue",
        "optional": "grey",
        "unknown": "orange",
        "not_due": "grey",
        "met": "green",
        "breached": "red",
        "ambiguous": "yellow",
    }
)

EVERYTHING = MappingProxyType(
    {
        **STAGES,
        **SERVICE_TYPES,
        **OUTCOMES,
        **ROUTES,
        **STRENGTHS,
        **RESPONSES,
        **REACTIONS,
        **RATINGS,
        **CLASSIFICATIONS,
        **JOINT_RULES,
        **PROCESSES,
        "notifiable": "Below the threshold, and still to be told of",
        "above": "Above the threshold",
    }
)


def plain(code: object) -> str:
    """The plain name of a code; an unknown one is read as words: `key_fact` -> Key fact."""
    text = "" if code is None else str(code)
    return EVERYTHING.get(text) or (text[:1].upper() + text[1:]).replace("_", " ")


def contract_stage(code: object) -> str:
    """`live` is a stage of a contract as well as of a proposal, and is called otherwise there."""
    return str(code).replace("_", " ").capitalize()


def tag_colour(code: object) -> str:
    return TAG_COLOURS.get(str(code), "grey")
