"""Stack traces in the log of a scenario's workers and site."""

import json
from collections import Counter

MARK = "Traceback (most recent call last)"


def traces_in(log: str) -> list[str]:
    """Each different trace with its number: its first line and its last."""
    lines = log.splitlines()
    found = Counter(_ends(lines[at:]) for at, line in enumerate(lines) if MARK in line)
    return [f"{number} × {first} … {last}" for (first, last), number in found.items()]


def _ends(lines: list[str]) -> tuple[str, str]:
    """The first line of a trace, or what our log says of it, and the exception."""
    if lines[0].startswith("{"):
        event = json.loads(lines[0])
        return event["event"], event["exception"].strip().splitlines()[-1].strip()
    last = next((line for line in lines[1:] if line and not line.startswith(" ")), "")
    return lines[0], last
