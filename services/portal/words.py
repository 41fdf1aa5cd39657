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

EVIDENCE = MappingProxyType(
    {
        "E01": "Trigger form",
        "E02": "Needs assessment",
        "E03": "Demand and capacity forecast",
        "E04": "Spend and contract map",
        "E05": "Priority score",
        "E06": "Mandate minute",
        "E07": "Co-production report",
        "E08": "Service review",
        "E09": "Outcomes framework",
        "E10": "Options appraisal",
        "E11": "Financial case",
        "E12": "Equality impact assessment",
        "E13": "Quality impact assessment",
        "E14": "Data protection impact assessment",
        "E15": "Share schedule",
        "E16": "Regime and route record",
        "E17": "Easy Read brief",
        "E18": "Panel recommendations",
        "E19": "Commissioner responses",
        "E20": "Consultation report",
        "E21": "Decision report",
        "E22": "Decision record",
        "E23": "Conflicts assessment",
        "E24": "Specification",
        "E25": "Measures schedule",
        "E26": "Evaluation model",
        "E27": "Scores and moderation",
        "E28": "Award recommendation",
        "E29": "Award decision",
        "E30": "Notices",
        "E31": "Contract",
        "E32": "Partners’ agreement",
        "E33": "Mobilisation checklist",
        "E34": "Final data protection assessment",
        "E35": "Local Offer entry",
        "E36": "Feedback to the panel",
        "E37": "Monitoring return",
        "E38": "Pooled fund return",
        "E39": "Meeting minute",
        "E40": "Evaluation",
        "E41": "Option paper",
        "E42": "Exit plan",
        "E43": "Asset and data certificate",
        "E44": "Final account",
        "E45": "Final notices",
        "E46": "Lessons",
    }
)

TAG_COLOURS = MappingProxyType(
    {
        "approved": "green",
        "approved_conditional": "yellow",
        "deferred": "orange",
        "rejected": "red",
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
        "inquorate": "red",
        "cancelled": "grey",
        "acknowledged": "blue",
        "responded": "green",
        "live": "green",
        "mobilising": "blue",
        "under_review": "purple",
        "ended": "grey",
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
