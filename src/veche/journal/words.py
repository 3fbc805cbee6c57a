"""What entries are about, in words. Each room registers its things and facts in its own `verbs.py`, beside its acts.

An entry holds ids and hashes only, so names are looked up when the page is drawn: what retention has removed is shown
by its number.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models.expressions import Combinable


@dataclass(frozen=True, slots=True)
class Thing:
    """`name` and `target` are lookups from the thing's own row (`version__post`), `name` may be an expression; no
    name: there is only one of it.

    `named` stands before a name where `word` stands before a number: «комментарий под», «комментарий № 5».
    `url_name` takes `target` as its `pk` and is a link for whoever has `permission`.
    """

    word: str
    name: str | Combinable = ""
    url_name: str = ""
    permission: str = ""
    target: str = "pk"
    named: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """`values` are the words of a code; `of` is the thing whose ids it holds («accounts.account»).

    Without a word the page leaves it out: the thing's name says the same.
    """

    word: str
    values: Mapping[str, str] = field(default_factory=dict)
    of: str = ""


_things: dict[str, Thing] = {}
_facts: dict[tuple[str, str], Fact] = {}


def register_thing(label: str, thing: Thing) -> None:
    """`label` as Django writes it: «posts.post»."""
    _things[label] = thing


def register_facts(about: str, **facts: Fact) -> None:
    """The facts of verbs that begin with `about`: «plan» for `plan.added` and `plan.moved`."""
    for name, fact in facts.items():
        _facts[about, name] = fact


def thing_of(label: str) -> Thing:
    """A thing whose room left without taking its records along keeps its label."""
    return _things.get(label, Thing(label))


def fact_of(verb: str, name: str) -> Fact:
    return _facts.get((_about(verb), name), Fact(name))


def has_words(verb: str, name: str) -> bool:
    return (_about(verb), name) in _facts


def _about(verb: str) -> str:
    return verb.partition(".")[0]


register_facts(
    "journal",
    whole=Fact("цела"),
    length=Fact("прочитано записей"),
    before=Fact("прежняя отметка"),
    strays=Fact("ничьих отметок"),
    reason=Fact("контрольная сумма причины"),
    unverified=Fact("печать нечем проверить у записей №"),
    day=Fact("за"),
)
