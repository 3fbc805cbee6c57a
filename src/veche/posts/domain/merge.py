"""Two windows on one post: what only one of them changed is taken, what both changed is asked about.

A window sends with each field a mark of what it showed. Values are strings by the field's name.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b

from veche.posts.domain.polls import PollWords, words_in
from veche.posts.models import PostVersion


@dataclass(frozen=True, slots=True)
class Merge:
    """Names of fields: `mine` were changed in this window alone, `theirs` by a colleague alone, `both` differently."""

    mine: frozenset[str]
    theirs: frozenset[str]
    both: frozenset[str]


def mark(value: str) -> str:
    """A short hash: a long text need not travel twice."""
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
    """The words of a version. Reads `variants`, `pictures` and `poll` (prefetch them)."""
    own = {f"text_{variant.network}": variant.text for variant in version.variants.all()}
    alts = {f"alt_{picture.pk}": picture.alt for picture in version.pictures.all()}
    return {"text": version.text, "link": version.link, "poll": poll_value(words_in(version)), **own, **alts}


def poll_value(poll: PollWords) -> str:
    """ "" without a question and answers: its rules say nothing then."""
    rules = [poll.question, list(poll.options), poll.multiple, poll.anonymous, poll.open_days]
    return json.dumps(rules, ensure_ascii=False) if poll else ""
