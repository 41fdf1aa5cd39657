"""Which notices a modification of a contract calls for, under either law."""

from services.commissioning_decisions.domain.notice_duty import (
    DUE,
    LATER,
    NOT_DUE,
    OPTIONAL,
    Duty,
    Modification,
    Procurement,
    Question,
)
from shared.errors import Invalid
from shared.money import ALL_OF_IT_BP, format_pounds, round_half_up

NOTHING_YET = "The contract is not modified so far."


def change_notices(asked: Question) -> list[Duty]:
    return [_change_notice(asked, each) for each in asked.facts.modifications] or [
        asked.answer(LATER, f"{asked.entry['why']} {NOTHING_YET}")
    ]


def change_standstills(asked: Question) -> list[Duty]:
    noticed = [each.notice_on for each in asked.facts.modifications if each.notice_on]
    return [asked.possible_after(OPTIONAL, day) for day in noticed] or [asked.answer(OPTIONAL)]


def change_copies(asked: Question) -> list[Duty]:
    return [_change_copy(asked, each) for each in asked.facts.modifications] or [
        asked.answer(LATER, f"{asked.entry['why']} {NOTHING_YET}")
    ]


def provider_change_notices(asked: Question) -> list[Duty]:
    planned = [each for each in asked.facts.modifications if not each.urgent]
    return [_provider_change_notice(asked, each) for each in planned] or [
        asked.answer(LATER, f"{asked.entry['why']} {NOTHING_YET}")
    ]


def urgent_change_notices(asked: Question) -> list[Duty]:
    urgent = [each for each in asked.facts.modifications if each.urgent]
    return [_after(asked, each, asked.entry["why"]) for each in urgent] or [
        asked.answer(NOT_DUE, "No modification is made urgently.")
    ]


def needs_change_notice(asked: Question, change: Modification) -> tuple[bool, str]:
    """Whether a modification needs a notice of its own before it is made, and the reason.

    A change of value, or of the term, of 10 % or less needs none. One that changes neither is in
    no exception. Small ones that could reasonably have been one modification count as one.
    """
    if change.restructuring:
        return True, "A novation or assignment on restructuring is never excepted, s.75(2)."
    excepted = _exception(asked, (change,))
    if excepted is None:
        return True, f"{_size(asked.facts, (change,))}: in no exception of s.75(2)."
    together = (*_earlier(asked.facts, change), change)
    if len(together) > 1 and _exception(asked, together) is None:
        return True, (
            f"Small by itself, but with {', '.join(change.made_with)} it could have been one "
            f"modification. {_size(asked.facts, together)}: s.75(4)-(5) treat it as one."
        )
    return False, excepted


def _change_notice(asked: Question, change: Modification) -> Duty:
    needed, why = needs_change_notice(asked, change)
    if not needed:
        return asked.answer(NOT_DUE, why, about=change.code)
    return asked.answer(DUE, f"{asked.entry['why']} {why}", latest_on=change.on, about=change.code)


def _change_copy(asked: Question, change: Modification) -> Duty:
    if not needs_change_notice(asked, change)[0]:
        return asked.answer(NOT_DUE, "It needs no change notice, so no copy.", about=change.code)
    before = _value_before(asked.facts, change)
    if max(before, before + change.value_change_pence) <= asked.limits["changed_copy_pence"]:
        return asked.answer(
            NOT_DUE, "The contract is not worth more than £5 million.", about=change.code
        )
    return _after(asked, change, asked.entry["why"])


def _provider_change_notice(asked: Question, change: Modification) -> Duty:
    if not change.by_authority:
        return asked.answer(
            NOT_DUE, "The modification is not attributable to the authority.", about=change.code
        )
    made = asked.facts.modifications
    total = sum(each.value_change_pence for each in made[: made.index(change) + 1])
    if abs(total) < asked.limits["provider_change_pence"]:
        why = f"All changes so far come to {format_pounds(total, short=True)}, below £500,000."
        return asked.answer(NOT_DUE, why, about=change.code)
    return _after(asked, change, asked.entry["why"])


def _after(asked: Question, change: Modification, why: str) -> Duty:
    if change.on is None:
        return asked.answer(LATER, f"{why} It is not made yet.", about=change.code)
    return asked.due_after(change.on, why, about=change.code)


def _exception(asked: Question, together: tuple[Modification, ...]) -> str | None:
    """Why the modifications, as one, need no notice; none if they need one."""
    value = abs(sum(each.value_change_pence for each in together))
    before = _value_before(asked.facts, together[0])
    term = abs(sum(each.term_change_bp for each in together))
    if 0 < value * ALL_OF_IT_BP <= asked.limits["change_value_bp"] * before:
        return f"{_size(asked.facts, together)}: 10 % of the value or less, s.75(2)(a)."
    if 0 < term <= asked.limits["change_term_bp"]:
        return f"{_size(asked.facts, together)}: 10 % of the longest term or less, s.75(2)(b)."
    return None


def _size(facts: Procurement, together: tuple[Modification, ...]) -> str:
    value = sum(each.value_change_pence for each in together)
    bp = round_half_up(value * ALL_OF_IT_BP, _value_before(facts, together[0]))
    term = sum(each.term_change_bp for each in together)
    return f"The value changes by {bp / 100:+g} % and the term by {term / 100:+g} %"


def _value_before(facts: Procurement, change: Modification) -> int:
    if change.value_before_pence is not None:
        return change.value_before_pence
    made = facts.modifications
    earlier = made[: made.index(change)] if change in made else ()
    return facts.value_pence + sum(each.value_change_pence for each in earlier)


def _earlier(facts: Procurement, change: Modification) -> tuple[Modification, ...]:
    before = facts.modifications[: facts.modifications.index(change)]
    if unknown := set(change.made_with) - {each.code for each in before}:
        raise Invalid(
            "modification_unknown",
            "Name earlier modifications of the same contract: "
            f"{', '.join(sorted(unknown))} is none.",
            {"modification": change.code},
        )
    return tuple(each for each in before if each.code in change.made_with)
