"""What can be done to the dossier's proposal, where its partners decide."""

ACTS = [
    *(
        {"act": act, "open": True, "stages": [], "why": ""}
        for act in ("revise_proposal", "add_evidence", "publish_notice", "call_in")
    ),
    *(
        {"act": act, "open": False, "stages": [], "why": why}
        for act, why in (
            ("confirm_condition", "No condition of your organisation's decision is open."),
            ("resolve_call_in", "Nothing of this partner is called in now."),
        )
    ),
    {
        "act": "record_decision",
        "open": True,
        "stages": ["partner_decisions", "decision_effective"],
        "why": "",
    },
    *(
        {
            "act": act,
            "open": False,
            "stages": [stage],
            "why": "The proposal is in the stage partner decisions. Move it first.",
        }
        for act, stage in (
            ("open_tender", "procurement_design"),
            ("record_scores", "selection_and_evaluation"),
            ("record_award", "award_and_standstill"),
            ("start_standstill", "award_and_standstill"),
            ("sign_contract", "agreements_and_mobilisation"),
            ("seal_agreement", "agreements_and_mobilisation"),
        )
    ),
]
