"""What a gate may ask for of papers: that they are filed, still count, and say what they must."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from services.commissioning_decisions.domain.acts import Paper
from services.commissioning_decisions.domain.case import Case
from shared.money import format_pounds

# Met or not, the fact, by when, and the code of the paper.
Answer = (
    tuple[bool, str] | tuple[bool, str, date | None] | tuple[bool, str, date | None, str | None]
)


def evidence(case: Case, parameters: Mapping[str, Any], on: date) -> Iterator[Answer]:
    for code in parameters["codes"]:
        yield _filed(code, case.papers(code), on)


def evidence_of_each_partner(
    case: Case, parameters: Mapping[str, Any], on: date
) -> Iterator[Answer]:
    code = parameters["code"]
    for partner in case.proposal.partners:
        papers = [each for each in case.papers(code) if each.author_organisation == partner]
        yield _filed(f"{code} of {case.partners[partner].name}", papers, on, code)


def _filed(name: str, papers: Sequence[Paper], on: date, code: str | None = None) -> Answer:
    code = code or name
    if not papers:
        return False, f"{name} is missing.", None, code
    newest = papers[-1]
    if not newest.counts_on(on):
        return False, f"{name} ran out on {newest.valid_until}. File a new one.", None, code
    return True, f"{name} is filed: {newest.public_title}.", None, code


def paper_says(case: Case, parameters: Mapping[str, Any], on: date) -> Iterator[Answer]:
    """What the newest paper of a kind says, held against what it has to say."""
    code, field = parameters["code"], parameters["field"]
    papers = case.papers(code)
    if not papers:
        yield False, f"{code} does not say yet: {parameters['wants']}", None, code
        return
    value = papers[-1].facts.get(field)
    if _holds(value, papers[-1].facts, parameters):
        yield True, f"{code} says so: {parameters['wants']}", None, code
    else:
        said = "nothing" if value is None else _in_words(value)
        yield False, f"{code} says {said}. Needed: {parameters['wants']}", None, code


def _holds(value: Any, facts: Mapping[str, Any], parameters: Mapping[str, Any]) -> bool:
    if value is None:
        return False
    if "equals" in parameters:
        return bool(value == parameters["equals"])
    if "at_least" in parameters:
        return bool(value >= parameters["at_least"])
    if "at_most" in parameters:
        return bool(value <= parameters["at_most"])
    if value == parameters.get("other_than"):
        return bool(facts.get(parameters.get("unless", "")))
    return True


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def nothing_ran_out(case: Case, _: Mapping[str, Any], on: date) -> Iterator[Answer]:
    """Evidence that an earlier gate took and that does not count any more opens its gate again."""
    newest = {(each.code, each.author_organisation): each for each in case.all(Paper)}
    old = [each for each in newest.values() if not each.counts_on(on)]
    for each in old:
        fact = f"{each.code} of {each.author_organisation} ran out on {each.valid_until}."
        yield False, f"{fact} File a new one.", None, each.code
    if not old:
        yield True, "No evidence has run out."


def measures_to_publish(case: Case, parameters: Mapping[str, Any], on: date) -> Iterator[Answer]:
    """Where the regime has measures published, there are enough (Procurement Act 2023 s.52)."""
    code, newest, papers = parameters["code"], case.newest, case.papers(parameters["code"])
    value = (newest.content.maximum_value_pence or 0) if newest else 0
    least, above = parameters["least"], parameters["above_pence"]
    light_touch = case.regime is not None and case.regime.light_touch
    if light_touch or case.route not in parameters["routes"] or value <= above:
        yield True, f"No measures have to be published up to {format_pounds(above)} or elsewhere."
        return
    named = papers[-1].facts.get("measures", 0) if papers else 0
    fact = f"{code} names {named} measures; a contract of {format_pounds(value)} needs {least}."
    yield named >= least, fact, None, code
