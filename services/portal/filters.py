"""What the board can be narrowed by. Pure."""

from collections.abc import Collection, Mapping
from typing import Any

from services.portal import words
from shared.errors import Invalid

FILTERS = ("stage", "service_type", "partner", "words")


def read_filters(given: Mapping[str, Any], others: Collection[str] = ()) -> dict[str, str | None]:
    """Each filter that is set, others none; `unknown_stage` where no proposal can ever be.

    `others`: stages of further processes that a proposal of the board is in.
    """
    wanted = {name: str(given.get(name) or "").strip() or None for name in FILTERS}
    if wanted["stage"] is not None and wanted["stage"] not in {*words.STAGES, *others}:
        raise Invalid(
            "unknown_stage",
            f"There is no stage {wanted['stage']}. Choose one of: {', '.join(words.STAGES)}.",
            {"stage": wanted["stage"]},
        )
    return wanted
