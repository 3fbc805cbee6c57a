"""A row of access_table.py, with its fields explained."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from tests.security.world import World


@dataclass(frozen=True, slots=True)
class Row:
    url: str
    allowed: Collection[str]
    about: Callable[[World], dict[str, Any]] | None = None
    post: dict[str, Any] | Callable[[World], dict[str, Any]] | None = None
    ok: int = 0
    public: bool = False
    csrf_exempt: str = ""

    @property
    def method(self) -> str:
        return "GET" if self.post is None else "POST"

    @property
    def expected(self) -> int:
        return self.ok or (200 if self.post is None else 302)

    @property
    def opener(self) -> str:
        """Who opens the page in test_opening.py, "" for a public page or a form."""
        return min(self.allowed) if self.allowed and self.method == "GET" and not self.public else ""

    def kwargs(self, world: World) -> dict[str, Any]:
        return self.about(world) if self.about else {}

    def data(self, world: World) -> dict[str, Any]:
        return self.post(world) if callable(self.post) else dict(self.post or {})

    def __str__(self) -> str:
        return f"{self.method} {self.url}"
