"""Extension of a contract by an option: in time, in order, and never by one partner alone."""

from collections.abc import Mapping
from datetime import date

from services.commissioning_decisions.domain.acts import OptionExercised
from services.commissioning_decisions.domain.case import Case
from services.commissioning_decisions.domain.options import Option, add_months, options_of
from shared.errors import Invalid, RuleBroken


def next_option(case: Case) -> Option | None:
    """The first that is not taken up; none where none is left or nothing is signed."""
    contract, newest = case.contract, case.newest
    if contract is None or newest is None:
        return None
    options = list(options_of(contract.initial_end_on, newest.content.extension_months))
    done = len(case.all(OptionExercised))
    return options[done] if done < len(options) else None


def exercise(case: Case, *, consents: Mapping[str, str], on: date) -> OptionExercised:
    case.must_allow("exercise_option")
    option, contract = must_have_option(case, on), case.contract
    assert contract is not None, "without a contract there is no option"
    if missing := [code for code in case.proposal.partners if not consents.get(code, "").strip()]:
        raise Invalid(
            "consent_missing",
            f"Each partner consents. Say where these did: {', '.join(missing)}.",
            {"partners": ", ".join(missing)},
        )
    earlier = case.last(OptionExercised)
    ends = earlier.until if earlier else contract.initial_end_on
    number = len(case.all(OptionExercised)) + 1
    given = {code: consents[code].strip() for code in case.proposal.partners}
    until = add_months(ends, option.length_months)
    return OptionExercised(number, option.length_months, until, given, on)


def must_have_option(case: Case, on: date) -> Option:
    option = next_option(case)
    if option is None:
        raise RuleBroken(
            "no_option_left",
            "The contract has no option left. A longer one is a variation: begin one (14v).",
        )
    if on > option.last_notice_on:
        raise RuleBroken(
            "option_lapsed",
            f"The option lapsed on {option.last_notice_on.isoformat()}. A longer contract is a "
            "variation: begin one (14v).",
            {"last_notice_on": option.last_notice_on.isoformat()},
        )
    return option
