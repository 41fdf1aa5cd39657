"""References such as `JCP-2017-03`, given out one by one for each prefix and year.

A service that gives out references has the table `reference_numbers` (prefix, year, number).
"""

from datetime import date

from shared.database.transaction import Transaction
from shared.errors import Conflict
from shared.identifiers import check_reference, reference

TAKE_NUMBER = """
INSERT INTO reference_numbers (prefix, year, number) VALUES (%(prefix)s, %(year)s, 1)
ON CONFLICT (prefix, year) DO UPDATE SET number = reference_numbers.number + 1
RETURNING number
"""
# A reference that a person chose must not be given out again.
PASS_NUMBER = """
INSERT INTO reference_numbers (prefix, year, number) VALUES (%(prefix)s, %(year)s, %(number)s)
ON CONFLICT (prefix, year) DO UPDATE
SET number = greatest(reference_numbers.number, EXCLUDED.number)
"""


def next_reference(tx: Transaction, prefix: str, on: date, given: str | None) -> str:
    """The reference that a person chose, or the next free one of the year of `on`.

    `malformed_reference` where a chosen one has another form.
    """
    if given is None:
        [row] = tx.run(TAKE_NUMBER, prefix=prefix, year=on.year)
        return reference(prefix, on.year, row["number"])
    _, year, number = check_reference(prefix, given).rsplit("-", 2)
    tx.send(PASS_NUMBER, prefix=prefix, year=int(year), number=int(number))
    return given


def taken(given: str) -> Conflict:
    """What to raise where a row with this reference is there already."""
    return Conflict("reference_taken", f"There is a {given} already. Choose another number.")
