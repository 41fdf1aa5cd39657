"""What can be done to the dossier's proposal, where its partners decide."""

ACTS = [
    *(
        {"act": act, "open": True, "stages": [], "why": ""}
        for act in (
            "revise_proposal",
            "add_evidence",
            "waive_condition",
            "declare_conflict",
            "publish_notice",
            "call_in",
            "raise_dispute",
            "determine_regime",
            "raise_supplier_risk",
        )
    ),
    *(
        {"act": act, "open": False, "stages": [], "why": why}
        for act, why in (
            ("confirm_condition", "No condition of your organisation's decision is open."),
            ("resolve_call_in", "Nothing of this partner is called in now."),
            ("settle_conflict", "No conflict waits for the chair of your organisation."),
            ("agree_joint_rule", "Partners have decided about this version already."),
            ("proceed_without", "No partner has said no."),
            ("settle_dispute", "No dispute is open."),
            (
                "record_published_notice",
                "Determine the procurement regime and the process first.",
            ),
            ("record_representation", "Start the standstill first."),
            ("record_further_decision", "Start the standstill first."),
            ("abandon_procurement", "No procurement is under way."),
            ("begin_flow", "No contract runs yet."),
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
            ("exercise_option", "review_and_option_decision"),
        )
    ),
]
