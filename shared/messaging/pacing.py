"""How long whoever carries events rests after a batch, so that people's commands come first.

A batch that takes longer than usual says that the machine is busy. A rest in proportion lets more
events share the next batch, which costs hardly more than one event, and whoever waits for an answer
gets the time. On a quiet machine there is no rest, and a backlog knows none either.
"""

from dataclasses import dataclass

USUAL_SECONDS = 0.004


@dataclass(frozen=True)
class Pace:
    """The rest is so many `times` what a batch took beyond the usual, and never `longest` over."""

    times: float
    longest: float  # seconds

    def rest_after(self, took: float) -> float:
        """Seconds."""
        return min(max(0.0, took - USUAL_SECONDS) * self.times, self.longest)
