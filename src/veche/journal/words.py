"""Names of objects and facts in entries. Each room registers them in its own `verbs.py`, beside its acts.

Entries hold ids and hashes only; names are looked up when the page is rendered, and deleted rows show their number.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models.expressions import Combinable


@dataclass(frozen=True, slots=True)
class Thing:
    """A kind of object. `name` and `target` are lookups from its row (`version__post`); `name` may be an expression.

    Without a name there is only one of it. `named` precedes a name, `word` a number: «комментарий под», «комментарий №
    5». `url_name` takes `target` as its `pk` and is a link for people with `permission`.
    """

    word: str
    name: str | Combinable = ""
    url_name: str = ""
    permission: str = ""
    target: str = "pk"
    named: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A kind of fact. `values`: words of codes; `of`: the kind of object whose ids it holds («accounts.account»).

    Without a word the page omits it, because the object's name says the same.
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
    """Register facts of verbs that begin with `about`: «plan» for `plan.added` and `plan.moved`."""
    for name, fact in facts.items():
        _facts[about, name] = fact


def thing_of(label: str) -> Thing:
    """The kind of object; falls back to the stored label if no app has registered it."""
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
