"""In which stages each act may be done, as one table: the rule, the page and the test read it."""

from types import MappingProxyType

# Act, by the name of its command → stages. One that is not named may be done in every open stage.
WHERE = MappingProxyType(
    {
        "record_decision": ("partner_decisions", "decision_effective"),
        "open_tender": ("procurement_design",),
        "record_scores": ("selection_and_evaluation",),
        "record_award": ("award_and_standstill",),
        "start_standstill": ("award_and_standstill",),
        "sign_contract": ("award_and_standstill", "agreements_and_mobilisation"),
        "seal_agreement": ("agreements_and_mobilisation", "live"),
    }
)
