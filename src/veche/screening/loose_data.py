"""What is loosely told of a person: debts, illness, family, a log-in, the number of some paper (`data/told.toml`)."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from veche.screening.dictionaries import data
from veche.screening.hits import Hit

# Less than any default threshold: only together with the whole text is it a ground (`weighing`).
LOOSE = 0.4


class Told(NamedTuple):
    """`first`: a quick look, without which the pattern stands nowhere."""

    rule: str
    why: str
    first: re.Pattern[str]
    pattern: re.Pattern[str]


_ALONE, _BESIDE_NAME = (
    [
        Told(one["name"], one["why"], re.compile(one.get("first", "")), re.compile("|".join(one["pattern"])))
        for one in data("told")[kind]
    ]
    for kind in ("alone", "beside_name")
)


def told(text: str, *, named: bool) -> Iterator[Hit]:
    """Of a short folded text; `named`: a person is named in it."""
    for one in [*_ALONE, *(_BESIDE_NAME if named else ())]:
        if one.first.search(text) and (match := one.pattern.search(text)):
            yield Hit("personal_data", match.start(), match.end(), one.rule, one.why, LOOSE)
