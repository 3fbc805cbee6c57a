"""The table of operations: HTTP verb, path, and the parameters of query and body."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from veche_sandbox.max.call import Call

type Run = Callable[[Call], Any]

WHOLE, FLAG, TEXT, LIST, OBJECT = "whole", "flag", "text", "list", "object"


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter. `low`, `high`: bounds of a number, or of the length of a text or a list."""

    name: str
    kind: str
    required: bool = False
    low: int | None = None
    high: int | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Operation:
    """An operation. `path`: as published, with `{chatId}`. `body` None: it has no body."""

    verb: str
    path: str
    query: tuple[Param, ...] = ()
    body: tuple[Param, ...] | None = None
    run: Run | None = field(default=None, compare=False)

    @property
    def name(self) -> str:
        return f"{self.verb} {self.path}"

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.path))


class Operations:
    def __init__(self) -> None:
        self._all: dict[str, Operation] = {}

    def operation(
        self, verb: str, path: str, *query: Param, body: tuple[Param, ...] | None = None
    ) -> Callable[[Run], Run]:
        def declare(run: Run) -> Run:
            made = Operation(verb, path, query, body, run)
            if made.name in self._all:
                raise ValueError(f"declared twice: {made.name}")
            self._all[made.name] = made
            return run

        return declare

    def match(self, verb: str, path: str) -> tuple[Operation | None, dict[str, str]]:
        """The operation and the values of its path. For a path known under another verb (None, {"path": …})."""
        other = {}
        for operation in self._all.values():
            found = operation.pattern.fullmatch(path)
            if found and operation.verb == verb:
                return operation, found.groupdict()
            if found:
                other = {"path": operation.path}
        return None, other

    def all(self) -> list[Operation]:
        return list(self._all.values())


OPERATIONS = Operations()
