"""What was done already: a step is repeated only when the bytes it depends on have changed."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def digest(paths: Iterable[Path]) -> str:
    """SHA-256 over the names and bytes of the files; the order given does not matter."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(f"{path}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


class Stamps:
    """Digests by the name of a step, kept in one small JSON file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> dict[str, str]:
        """All stamps; none when the file is missing or was cut off while being written."""
        try:
            stamps = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(step): str(value) for step, value in stamps.items()}

    def fresh(self, step: str, value: str) -> bool:
        """Whether the step was last done for exactly this digest."""
        return self.read().get(step) == value

    def put(self, step: str, value: str) -> None:
        """Remembers that the step is done for this digest."""
        text = json.dumps({**self.read(), step: value}, indent=1, sort_keys=True)
        self.path.write_text(text + "\n", encoding="utf-8")
