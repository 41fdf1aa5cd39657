"""Pounds as whole pence, shares as basis points, and splitting without losing a penny."""

import re
from collections.abc import Mapping
from typing import TypeVar

from shared.errors import Invalid

ALL_OF_IT_BP = 10_000  # one basis point is a hundredth of one per cent
MONTHS_IN_YEAR = 12

Receiver = TypeVar("Receiver")

WRITTEN_POUNDS = re.compile(r"(-?)£?(-?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]{2}))?")


def parse_pounds(text: str) -> int:
    """Pence from "£1,240,000.00", "1240000" or "-£12.50"; never through a float."""
    written = WRITTEN_POUNDS.fullmatch(text.strip())
    if not written or (written[1] and written[2]):
        raise Invalid(
            "malformed_money",
            "Write the amount in pounds and pence, like £1,240,000.00 or 1240000.",
            {"given": text},
        )
    size = int(written[3].replace(",", "")) * 100 + int(written[4] or 0)
    return -size if written[1] or written[2] else size


def format_pounds(pence: int, *, short: bool = False) -> str:
    """ "£1,240,000.00"; short leaves out the pence when there are none, and only then."""
    pounds, rest = divmod(abs(pence), 100)
    sign = "-" if pence < 0 else ""
    if short and rest == 0:
        return f"{sign}£{pounds:,}"
    return f"{sign}£{pounds:,}.{rest:02d}"


def format_percent(bp: int) -> str:
    """Basis points as a percentage, as short as it is exact: 4250 is "42.5%"."""
    return f"{bp / 100:.2f}".rstrip("0").rstrip(".") + "%"


def round_half_up(numerator: int, denominator: int) -> int:
    """The nearest whole number; halves go away from zero, so that credits mirror charges."""
    if denominator <= 0:
        raise Invalid("denominator_not_positive", "Give a whole that is larger than zero.")
    size = (2 * abs(numerator) + denominator) // (2 * denominator)
    return size if numerator >= 0 else -size


def part_of_amount(pence: int, parts: int, whole: int) -> int:
    """`parts` of `whole` of an amount, to the nearest penny."""
    return round_half_up(pence * parts, whole)


def percentage_of(pence: int, percent_bp: int) -> int:
    """So many basis points of an amount, to the nearest penny."""
    return part_of_amount(pence, percent_bp, ALL_OF_IT_BP)


def part_year_by_days(annual_pence: int, days: int, days_in_year: int) -> int:
    """The part of a yearly amount that falls to `days`, to the nearest penny."""
    check_part(days, days_in_year)
    return part_of_amount(annual_pence, days, days_in_year)


def part_year_by_months(annual_pence: int, months: int) -> int:
    """The part of a yearly amount that falls to whole `months`, to the nearest penny."""
    check_part(months, MONTHS_IN_YEAR)
    return part_of_amount(annual_pence, months, MONTHS_IN_YEAR)


def check_part(part: int, whole: int) -> None:
    if not 0 <= part <= whole:
        raise Invalid(
            "part_outside_year",
            f"Give a part of the year between 0 and {whole}.",
            {"part": str(part), "whole": str(whole)},
        )


def check_shares(shares: Mapping[Receiver, int]) -> None:
    """Refuse shares that are not basis points of one whole."""
    if wrong := [f"{partner}: {bp}" for partner, bp in shares.items() if bp < 0]:
        raise Invalid(
            "share_negative",
            "A share cannot be below zero. Give each partner 0 to 10,000 basis points.",
            {"shares": ", ".join(wrong)},
        )
    if (total := sum(shares.values())) != ALL_OF_IT_BP:
        raise Invalid(
            "shares_do_not_sum",
            f"The shares sum to {total:,} basis points ({total / 100:.2f}%). "
            f"Change them until they sum to exactly 10,000 (100.00%): {difference(total)}.",
            {"sum": str(total)},
        )


def difference(total: int) -> str:
    missing = ALL_OF_IT_BP - total
    return f"{abs(missing):,} {'missing' if missing > 0 else 'too many'}"


def allocate(total: int, weights: Mapping[Receiver, int]) -> dict[Receiver, int]:
    """Split a total by weight so that the parts sum to it exactly.

    Everyone gets the whole pence due; the pence left over go to the largest remainders, ties to
    whoever stands first. A negative total (a credit) mirrors the positive one penny for penny.
    """
    whole = sum(weights.values())
    if whole <= 0 or any(weight < 0 for weight in weights.values()):
        raise Invalid(
            "weights_not_positive",
            "Give weights of zero or more, of which at least one is above zero.",
            {"weights": ", ".join(str(weight) for weight in weights.values())},
        )
    parts = {who: abs(total) * weight // whole for who, weight in weights.items()}
    left_over = abs(total) - sum(parts.values())
    # sorted() is stable, so equal remainders keep the order in which the weights were given
    by_remainder = sorted(weights, key=lambda who: -(abs(total) * weights[who] % whole))
    for who in by_remainder[:left_over]:
        parts[who] += 1
    return parts if total >= 0 else {who: -part for who, part in parts.items()}
