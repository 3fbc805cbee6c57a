"""The score: 100 and what is taken from it, by weights that were fitted (data/weights.toml)."""

from collections.abc import Iterable, Mapping
from functools import cache

from veche.style.dictionary import table
from veche.style.features import measured
from veche.style.finding import RawFinding
from veche.style.raw_findings import raw_findings_of
from veche.style.report import Form, Part, Verdict
from veche.style.text import Text

_NAMES: Mapping[str, tuple[str, ...]] = {
    "канцелярские предлоги": ("prepositions",),
    "пустые глаголы и отглагольные существительные": ("predicates", "nouns"),
    "пассив и обороты": ("passives",),
    "штампы": ("cliches",),
    "пустые и сложные слова": ("empty",),
    "форма пресс-релиза": ("release",),
    "сокращения, номера, предписания": ("papers",),
    "много существительных, мало глаголов": ("ratio", "chains", "genitives"),
    "обращение к читателю": ("address",),
    "разговор от себя": ("talk",),
    "ответ не отвечает": ("answer", "nothing"),
}
FEATURES = tuple(one for parts in _NAMES.values() for one in parts)
# Fewer words are no text that could be judged as a whole.
SHORTEST = 4


@cache
def weights() -> Mapping[str, float]:
    return {name: float(points) for name, points in table("weights")["weights"].items()}


@cache
def threshold() -> float:
    return float(table("weights")["threshold"])


def features(text: str, *, form: Form = "post") -> dict[str, float]:
    """What the weights are fitted on: every one of FEATURES."""
    taken = Text(text)
    return values(taken, raw_findings_of(taken, form=form))


def values(text: Text, findings: Iterable[RawFinding]) -> dict[str, float]:
    found = list(findings)
    unanswered = sum(finding.rule.startswith("A") and finding.severity != "hint" for finding in found)
    return measured(text, found) | {"answer": min(3.0, float(unanswered)), "nothing": float(_says_nothing(found))}


def _says_nothing(findings: Iterable[RawFinding]) -> bool:
    return any(finding.rule == "A02" and finding.severity == "error" for finding in findings)


def scored(text: Text, findings: Iterable[RawFinding]) -> tuple[int, tuple[Part, ...]]:
    """(0…100, what made it up). 100 and the parts add up to the score, unless that would be below nought."""
    found = values(text, findings)
    points = {name: round(-sum(weights()[one] * found[one] for one in parts)) for name, parts in _NAMES.items()}
    # What is done well makes good what is done badly, and can do no more.
    left = -sum(point for point in points.values() if point < 0)
    for name, point in points.items():
        if point > 0:
            points[name] = min(point, left)
            left -= points[name]
    parts = tuple(Part(name, point) for name, point in points.items() if point)
    return max(0, 100 + sum(part.points for part in parts)), parts


def judged(score: int, text: Text, findings: Iterable[RawFinding]) -> Verdict:
    """official: below the threshold; live: nearer to 100 than to the threshold."""
    if score < threshold() and (text.length >= SHORTEST or _says_nothing(findings)):
        return "official"
    return "live" if score >= (threshold() + 100) / 2 else "dry"
