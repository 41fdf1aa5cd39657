"""A partner and the law under which it decides: who may, by which route, and when it counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from shared.errors import Invalid, NotAllowed, RuleBroken
from shared.money import format_pounds

EXECUTIVE_MODELS = ("elected_mayor", "leader_and_cabinet")
# Which routes each way of governing has. A committee system has no executive.
ROUTES = {
    "elected_mayor": ("executive", "individual_member", "officer", "committee", "full_council"),
    "leader_and_cabinet": (
        "executive",
        "individual_member",
        "officer",
        "committee",
        "full_council",
    ),
    "committee_system": ("committee", "officer", "full_council"),
    "nhs_board": ("icb_board", "icb_committee", "icb_officer"),
}
# Routes of executive decisions: they may be key decisions and may be called in.
EXECUTIVE_ROUTES = ("executive", "individual_member", "officer")


@dataclass(frozen=True)
class Partner:
    """`limits`: route → the most that it may decide, in pence. `order` settles odd pennies.

    `limits_basis`: whether limits are held against the value of a year or of the whole life.
    """

    code: str
    name: str
    kind: str  # council or nhs
    model: str
    call_in_working_days: int | None  # none: decisions of this partner cannot be called in
    key_decision_pence: int | None
    limits: Mapping[str, int]
    order: int
    succeeded_by: str | None = None
    limits_basis: str = "whole_life"

    @property
    def has_executive(self) -> bool:
        return self.model in EXECUTIVE_MODELS

    def decides_as_executive(self, route: str) -> bool:
        return self.has_executive and route in EXECUTIVE_ROUTES

    def has_call_in(self, route: str) -> bool:
        return self.call_in_working_days is not None and self.decides_as_executive(route)

    def is_key(self, value_pence: int) -> bool:
        """Whether an executive decision of this value is a key decision by money alone."""
        return (
            self.has_executive
            and self.key_decision_pence is not None
            and value_pence >= self.key_decision_pence
        )

    def must_have_route(self, route: str) -> None:
        """Refuse a route that this partner's governance does not have."""
        if route not in ROUTES[self.model]:
            raise Invalid(
                "route_not_open",
                f"{self.name} does not decide by that route. Choose one of: "
                f"{', '.join(ROUTES[self.model])}.",
                {"partner": self.code, "route": route},
            )

    def check_route(self, route: str, value_pence: int) -> None:
        """Refuse a route that this partner does not have, or that may not decide so much."""
        self.must_have_route(route)
        limit = self.limits.get(route)
        if limit is not None and value_pence > limit:
            raise RuleBroken(
                "above_delegated_limit",
                f"{self.name} lets this route decide up to {format_pounds(limit)}. "
                "Take it to the next body up.",
                {"value": format_pounds(value_pence), "limit": format_pounds(limit)},
            )


def with_successor(partner: Partner, code: str) -> Partner:
    """The same partner, whose place another one has taken."""
    return replace(partner, succeeded_by=code)


def make_partner(
    *,
    code: str,
    name: str,
    kind: str,
    model: str,
    call_in_working_days: int | None,
    key_decision_pence: int | None,
    limits: Mapping[str, int],
    order: int,
    succeeded_by: str | None,
    limits_basis: str = "whole_life",
) -> Partner:
    """A partner whose governance fits its kind."""
    if (kind == "nhs") != (model == "nhs_board"):
        raise Invalid(
            "governance_does_not_fit",
            "An NHS body has the model nhs_board; a council has one of the three others.",
            {"kind": kind, "model": model},
        )
    if unknown := sorted(set(limits) - set(ROUTES[model])):
        raise Invalid(
            "route_not_open",
            f"Limits name routes that this partner does not have. Use: {', '.join(ROUTES[model])}.",
            {"routes": ", ".join(unknown)},
        )
    return Partner(
        code,
        name,
        kind,
        model,
        call_in_working_days,
        key_decision_pence,
        limits,
        order,
        succeeded_by,
        limits_basis,
    )


def must_belong_to(organisation: str, partners: Iterable[str]) -> None:
    """Only people of a partner act on a proposal."""
    if organisation not in partners:
        raise NotAllowed(
            "not_a_partner",
            "Only people of the proposal's partners may do this. Ask one of them.",
            {"organisation": organisation},
        )


def must_speak_for(organisation: str, partner: str) -> None:
    """What one partner decides is recorded by its own people and by nobody else."""
    if organisation != partner:
        raise NotAllowed(
            "other_organisation",
            f"Only people of {partner} may record what {partner} does.",
            {"organisation": organisation, "partner": partner},
        )
