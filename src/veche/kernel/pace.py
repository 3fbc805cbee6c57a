"""Rate limits. Rates are data (`networks/<slug>/pace.py`); who counts calls is a port.

Counted by the generic cell rate algorithm: one number for each bucket, the time at which it would be empty again.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

# Two calls that left us a second apart may arrive a little closer together.
JITTER_SECONDS = 0.05
# No call costs more: an album of ten, and as many files.
LARGEST_COST = 20


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `calls` in any `seconds`, `at_once` of them in a burst; then one each `interval` seconds."""

    calls: int
    seconds: float
    at_once: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.at_once <= self.calls:
            raise ValueError("at_once must be between 1 and calls")

    @property
    def interval(self) -> float:
        """Seconds between calls after a burst, so that no window of `seconds` holds more than `calls`."""
        return (self.seconds + JITTER_SECONDS) / (self.calls - self.at_once + 1)


@dataclass(frozen=True, slots=True)
class Turn:
    """One call counted in one bucket. `cost`: an album counts as its pictures. Without a rate the bucket is only
    checked."""

    bucket: str
    rate: Rate | None = None
    cost: int = 1

    @property
    def spent(self) -> float:
        """Seconds by which this call fills the bucket."""
        return self.rate.interval * self.cost if self.rate else 0.0

    @property
    def leeway(self) -> float:
        """Seconds by which the bucket may be filled when this call leaves."""
        return self.rate.interval * (self.rate.at_once - min(self.cost, self.rate.at_once)) if self.rate else 0.0

    @property
    def fullest(self) -> float:
        """The longest time until a bucket of this rate is empty, seconds; infinite where only a network sets it."""
        return self.rate.interval * max(self.rate.at_once, LARGEST_COST) if self.rate else math.inf


class Pace(Protocol):
    def take(self, turns: Sequence[Turn]) -> float:
        """Count the call and return 0, or return the seconds to wait and count nothing."""
