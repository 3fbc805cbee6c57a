"""What the engine says of a text. Every offset is counted from the beginning of the text as it came."""

from dataclasses import dataclass
from typing import Literal

type Form = Literal["post", "answer"]
type Family = Literal["style", "form", "readability"]
type Severity = Literal["error", "warning", "hint"]
type Verdict = Literal["official", "dry", "live"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: `text[start:end]` in code points, `start16`, `end16` in UTF-16 units, as JavaScript counts.

    `severity`: an error or a warning counts against the author, a hint is advice. `replacement` stands for exactly
    that span and is offered only where the form is sure.
    """

    rule: str
    family: Family
    start: int
    end: int
    start16: int
    end16: int
    severity: Severity
    message: str
    replacement: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """What the score is made of: `points` are added to the 100 that a text begins with, mostly below nought."""

    name: str
    points: int


@dataclass(frozen=True, slots=True)
class Readability:
    """`grade`: the class of school, 1…11, that reads the text with ease; 12…17 are years of a university."""

    grade: int
    words: str


@dataclass(frozen=True, slots=True)
class Report:
    """`score`: 0…100, 100 is live speech. `signs`: P01…P05, what the text does well. `verdict`: what the score means by
    the threshold in data/weights.toml."""

    score: int
    parts: tuple[Part, ...]
    findings: tuple[Finding, ...]
    signs: tuple[str, ...]
    readability: Readability
    verdict: Verdict

    @property
    def warned(self) -> bool:
        return self.verdict == "official"
