"""Convert rows into Markdown, each number compared with its promised limit."""

import os
import platform
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

WELL, BROKEN = "ok", "НЕ УКЛАДЫВАЕТСЯ"
VERDICT = "итог"

type Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Its columns are the keys of all rows, as they first come; `VERDICT` is the judged one."""

    title: str
    rows: list[Row] = field(default_factory=list)

    def markdown(self) -> str:
        if not self.rows:
            return f"### {self.title}\n\nНичего не измерено.\n"
        head = list(dict.fromkeys(name for row in self.rows for name in row))
        numbers = [any(isinstance(row.get(name), (int, float)) for row in self.rows) for name in head]
        lines = [
            f"### {self.title}",
            "",
            "| " + " | ".join(head) + " |",
            "| " + " | ".join("--:" if number else "---" for number in numbers) + " |",
            *("| " + " | ".join(_cell(row.get(name, "")) for name in head) + " |" for row in self.rows),
        ]
        return "\n".join(lines) + "\n"


def judged(value: float, limit: float) -> str:
    """The verdict; `limit` itself is allowed."""
    return WELL if value <= limit else BROKEN


def passed(tables: list[Table]) -> bool:
    """Whether all passed. A table without rows is a missing measurement: not passed."""
    return all(table.rows and all(row.get(VERDICT) != BROKEN for row in table.rows) for table in tables)


def machine() -> dict[str, str]:
    """The conditions of the measurement; a busy machine makes all numbers worse."""
    return {
        "machine": f"{os.cpu_count()} × {platform.machine()}, {platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "load": " ".join(f"{load:.2f}" for load in os.getloadavg()),
    }


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.1f}" if abs(value) < 1000 else f"{value:.0f}"
    return str(value)
