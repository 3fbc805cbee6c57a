"""The score: 100 minus weighted features; the weights were fitted (data/weights.toml)."""

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
# Texts of fewer words cannot be judged as a whole.
SHORTEST = 4


@cache
def weights() -> Mapping[str, float]:
    return {name: float(points) for name, points in table("weights")["weights"].items()}


@cache
def threshold() -> float:
    return float(table("weights")["threshold"])


def features(text: str, *, form: Form = "post") -> dict[str, float]:
    """The values of FEATURES, to which the weights are fitted."""
    parsed = Text(text)
    return values(parsed, raw_findings_of(parsed, form=form))


def values(text: Text, findings: Iterable[RawFinding]) -> dict[str, float]:
    found = list(findings)
    unanswered = sum(finding.rule.startswith("A") and finding.severity != "hint" for finding in found)
    return measured(text, found) | {"answer": min(3.0, float(unanswered)), "nothing": float(_says_nothing(found))}


def _says_nothing(findings: Iterable[RawFinding]) -> bool:
    return any(finding.rule == "A02" and finding.severity == "error" for finding in findings)


def scored(text: Text, findings: Iterable[RawFinding]) -> tuple[int, tuple[Part, ...]]:
    """(0…100, its parts). 100 plus the parts is the score, but at least 0."""
    found = values(text, findings)
    points = {name: round(-sum(weights()[one] * found[one] for one in parts)) for name, parts in _NAMES.items()}
    # Positive features compensate for negative ones and add nothing beyond that.
    left = -sum(point for point in points.values() if point < 0)
    for name, point in points.items():
        if point > 0:
            points[name] = min(point, left)
            left -= points[name]
    parts = tuple(Part(name, point) for name, point in points.items() if point)
    return max(0, 100 + sum(part.points for part in parts)), parts


def verdict_of(score: int, text: Text, findings: Iterable[RawFinding]) -> Verdict:
    """official: below the threshold; live: nearer to 100 than to the threshold; else dry."""
    if score < threshold() and (text.length >= SHORTEST or _says_nothing(findings)):
        return "official"
    return "live" if score >= (threshold() + 100) / 2 else "dry"
