"""A post past Veche as an item of the plan has it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PastVeche:
    """A post past Veche that is an item of the plan. `url`: "" if the network told none."""

    network: str
    url: str
    at: datetime
