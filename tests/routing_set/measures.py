"""How well a routing fits the labels: counts of hits, false finds and misses."""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

from veche.routing.cli.rows import comments_of
from veche.routing.departments import Department
from veche.routing.route import Route, Router

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Measure:
    """`right` found and expected, `false` only found, `missed` only expected."""

    right: int
    false: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.false)

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed)


def measured(found: Iterable[Any], expected: Iterable[Any]) -> Measure:
    found, expected = set(found), set(expected)
    return Measure(len(found & expected), len(found - expected), len(expected - found))


@cache
def routed(name: str) -> tuple[list[dict[str, Any]], list[Route]]:
    """The labelled rows of a set with their routes."""
    content = (HERE / f"{name}.jsonl").read_bytes()
    with (HERE / f"{name}_departments.csv").open(encoding="utf-8") as file:
        departments = [Department(**row) for row in csv.DictReader(file, delimiter=";")]
    rows = [json.loads(line) for line in content.decode().splitlines()]
    return rows, Router(departments).route(comments_of(content).comments)


def questions(name: str) -> Measure:
    rows, routes = routed(name)
    return measured(
        (at for at, one in enumerate(routes) if one.is_question),
        (at for at, row in enumerate(rows) if row["expected"]["is_question"]),
    )


def by_kind(name: str) -> dict[str, tuple[int, int]]:
    """For each kind of comment, how many were judged rightly a question or none, and how many there are."""
    found: dict[str, tuple[int, int]] = {}
    for row, route in zip(*routed(name), strict=True):
        right, whole = found.get(row["expected"]["kind"], (0, 0))
        found[row["expected"]["kind"]] = (right + (row["expected"]["is_question"] == route.is_question), whole + 1)
    return found


def departments(name: str) -> tuple[int, int]:
    """Of the questions that were found, how many went to the right department, and how many there are."""
    asked = _asked(name)
    return sum(row["expected"]["department"] == route.department for row, route in asked), len(asked)


def raised(name: str) -> Measure:
    asked = _asked(name)
    return measured(
        (at for at, (_, route) in enumerate(asked) if route.reasons),
        (at for at, (row, _) in enumerate(asked) if row["expected"]["importance"] == "raised"),
    )


def pairs(name: str) -> Measure:
    """Pairs of comments about one trouble."""
    rows, routes = routed(name)
    return measured(_pairs([one.group for one in routes]), _pairs([row["expected"]["group"] for row in rows]))


def _asked(name: str) -> list[tuple[dict[str, Any], Route]]:
    rows, routes = routed(name)
    both = zip(rows, routes, strict=True)
    return [(row, route) for row, route in both if row["expected"]["is_question"] and route.is_question]


def _pairs(groups: Sequence[object]) -> set[tuple[int, int]]:
    members: dict[object, list[int]] = {}
    for at, group in enumerate(groups):
        if group is not None:
            members.setdefault(group, []).append(at)
    return {pair for one in members.values() for pair in combinations(one, 2)}
