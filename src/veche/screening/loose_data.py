"""Loose personal data: debts, illness, family, a login, the number of some document (`data/told.toml`)."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from veche.screening.dictionaries import data
from veche.screening.hits import Hit

# Below any default threshold: a ground only together with the whole text (`weighing`).
LOOSE = 0.4


class LoosePattern(NamedTuple):
    """`first`: a fast pattern without which `pattern` cannot match."""

    rule: str
    why: str
    first: re.Pattern[str]
    pattern: re.Pattern[str]


_ALONE, _BESIDE_NAME = (
    [
        LoosePattern(one["name"], one["why"], re.compile(one.get("first", "")), re.compile("|".join(one["pattern"])))
        for one in data("told")[kind]
    ]
    for kind in ("alone", "beside_name")
)


def loose_data(text: str, *, named: bool) -> Iterator[Hit]:
    """Hits in a short folded text. `named`: a person is named in it."""
    for one in [*_ALONE, *(_BESIDE_NAME if named else ())]:
        if one.first.search(text) and (match := one.pattern.search(text)):
            yield Hit("personal_data", match.start(), match.end(), one.rule, one.why, LOOSE)
