"""What a person said of the rows of a plan's file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said of a row; None keeps what the program proposes."""

    take: bool | None = None
    day: date | None = None
    hour: time | None = None

    def as_json(self) -> dict[str, Any]:
        said = {
            "take": self.take,
            "day": self.day and self.day.isoformat(),
            "hour": f"{self.hour:%H:%M}" if self.hour else None,
        }
        return {name: value for name, value in said.items() if value is not None}

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Self:
        day, hour = said.get("day"), said.get("hour")
        return cls(
            take=said.get("take"),
            day=date.fromisoformat(day) if day else None,
            hour=time.fromisoformat(hour) if hour else None,
        )
