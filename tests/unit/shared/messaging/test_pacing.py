"""Whoever carries events rests when the machine is busy, and never when it is quiet."""

import pytest

from shared.messaging.pacing import USUAL_SECONDS, Pace

PACE = Pace(times=10, longest=0.2)


@pytest.mark.parametrize(
    ("took", "rest"),
    [
        (0, 0),
        (USUAL_SECONDS, 0),
        (USUAL_SECONDS + 0.005, 0.05),
        (USUAL_SECONDS + 0.02, 0.2),
        (30, 0.2),
    ],
)
def test_the_rest_grows_with_what_a_batch_took_up_to_the_longest(took, rest):
    assert PACE.rest_after(took) == pytest.approx(rest)
