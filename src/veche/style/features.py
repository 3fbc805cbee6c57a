"""The features of the score: each is about zero in live speech and about one in a press release."""

from collections import Counter
from collections.abc import Iterable

from veche.style.finding import RawFinding
from veche.style.nominal import is_verbal
from veche.style.signs import addressed, asks, finite, genitives, nouns, ourselves
from veche.style.text import Text

# Rules counted together, and the number per hundred words that gives a feature of one.
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
# Sentence length is not a feature: good news has long sentences too, and officialese comes in short ones. The minimum
# length keeps one word from deciding a very short text.
AT_LEAST = 25
CAP = 2.0
# A light press release about a concert or a match contains only clichés, so these have a higher cap.
FURTHER = {"cliches": 4.0}


def measured(text: Text, findings: Iterable[RawFinding]) -> dict[str, float]:
    """All features but those of answers, 0…2; «address» and «talk» are the positive ones."""
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
