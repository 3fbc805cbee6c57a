"""The dictionaries in `data/`, loaded with the first text."""

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from veche.style.phrases import Entry, Phrases

LEXICON = ("phrasal", "prepositions", "cliches", "empty", "parasites", "hard", "negations", "pleonasms")


@cache
def table(name: str) -> dict[str, Any]:
    """`data/<name>.toml`, parsed."""
    return tomllib.loads((files("veche.style") / "data" / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def words(name: str, key: str) -> frozenset[str]:
    """A list of words of a dictionary, «е» for «ё»."""
    return frozenset(word.replace("ё", "е") for word in table(name)[key])


@cache
def lexicon() -> Phrases:
    """All set phrases of the rules that use dictionaries."""
    return Phrases(entry for name in LEXICON for group in table(name)["group"] for entry in _entries(group))


def _entries(group: dict[str, Any]) -> Iterator[Entry]:
    shared = {key: group[key] for key in ("rule", "severity", "when", "rewrite") if key in group}
    for phrase, instead, *why in group["words"]:
        yield Entry(phrase, instead, why=why[0] if why else group["why"], **shared)
