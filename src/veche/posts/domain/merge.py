"""Merge two windows on one post: changes of only one are taken, changes of both are a conflict.

A window sends for each field a mark of what it showed. Values are strings by field name.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b

from veche.posts.domain.polls import PollWords, words_in
from veche.posts.models import PostVersion


@dataclass(frozen=True, slots=True)
class Merge:
    """Field names: `mine` changed in this window only, `theirs` by a colleague only, `both` differently."""

    mine: frozenset[str]
    theirs: frozenset[str]
    both: frozenset[str]


def mark(value: str) -> str:
    """A short hash, so that long texts are not sent twice."""
    return blake2b(value.encode(), digest_size=6).hexdigest()


def marks(values: Mapping[str, str]) -> dict[str, str]:
    return {name: mark(value) for name, value in values.items()}


def merge(typed: Mapping[str, str], stored: Mapping[str, str], seen: Mapping[str, str]) -> Merge:
    """`seen`: marks of what the window showed. A field without a mark was empty."""
    mine, theirs, both = set(), set(), set()
    for name, value in typed.items():
        now, base, own = mark(stored.get(name, "")), seen.get(name, mark("")), mark(value)
        if own == now:
            continue
        if own == base:
            theirs.add(name)
        elif now == base:
            mine.add(name)
        else:
            both.add(name)
    return Merge(frozenset(mine), frozenset(theirs), frozenset(both))


def values_of(version: PostVersion) -> dict[str, str]:
    """Field values of a version. Reads `variants`, `pictures` and `poll` (prefetch them)."""
    own = {f"text_{variant.network}": variant.text for variant in version.variants.all()}
    alts = {f"alt_{picture.pk}": picture.alt for picture in version.pictures.all()}
    return {"text": version.text, "link": version.link, "poll": poll_value(words_in(version)), **own, **alts}


def poll_value(poll: PollWords) -> str:
    """The poll as a string; "" without question and answers, whatever its rules."""
    rules = [poll.question, list(poll.options), poll.multiple, poll.anonymous, poll.open_days]
    return json.dumps(rules, ensure_ascii=False) if poll else ""
