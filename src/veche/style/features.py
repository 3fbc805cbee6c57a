"""What the score is made of, in figures: each feature is about nought in live speech and about one in a release."""

from collections import Counter
from collections.abc import Iterable

from veche.style.finding import RawFinding
from veche.style.nominal import is_verbal
from veche.style.signs import addressed, asks, finite, genitives, nouns, ourselves
from veche.style.text import Text

# What is counted together, for a hundred words; so many of them are a feature of one.
_RULES = {
    "prepositions": (("R01",), 4.0),
    "predicates": (("R02", "R03"), 3.0),
    "chains": (("R04",), 2.0),
    "passives": (("R05", "R06"), 3.0),
    "cliches": (("R07",), 3.0),
    "empty": (("R09", "R10", "R14", "R17", "R18"), 4.0),
    "release": (("R08",), 2.0),
    "papers": (("R13", "R15", "R16", "R19"), 4.0),
}
# The length of sentences is none of them: good news has long ones too, and officialese comes in short ones.
# A text of a few words is not judged by one of them.
AT_LEAST = 25
CAP = 2.0
# A light release about a concert or a match has nothing but clichés, so these count further.
FURTHER = {"cliches": 4.0}


def measured(text: Text, findings: Iterable[RawFinding]) -> dict[str, float]:
    """Every feature but what an answer lacks, 0…2; «address» and «talk» are the good ones."""
    counted = Counter(finding.rule for finding in findings if finding.severity != "hint")
    hundreds = max(text.length, AT_LEAST) / 100
    found = {
        name: min(FURTHER.get(name, CAP), sum(counted[rule] for rule in rules) / hundreds / unit)
        for name, (rules, unit) in _RULES.items()
    }
    verbs = finite(text) + 1
    return found | {
        "nouns": min(CAP, sum(map(is_verbal, text.own)) / hundreds / 10),
        "ratio": min(CAP, max(0.0, (nouns(text) / verbs - 2) / 5)),
        "genitives": min(CAP, genitives(text) / hundreds / 10),
        "address": min(1.0, addressed(text) / hundreds / 4),
        "talk": min(1.0, (ourselves(text) + 2 * asks(text)) / hundreds / 4),
    }
