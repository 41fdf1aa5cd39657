"""Percentiles of what was measured. Pure."""

import math
from collections.abc import Sequence


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest measured value that at least this share (0 to 1) of all do not exceed."""
    if not values:
        raise ValueError("nothing was measured")
    if not 0 < share <= 1:
        raise ValueError("a share lies above 0 and is at most 1")
    return sorted(values)[math.ceil(share * len(values)) - 1]
