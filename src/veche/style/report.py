"""The result of checking a text. Offsets count from the beginning of the original text."""

from dataclasses import dataclass
from typing import Literal

type Form = Literal["post", "answer"]
# «accessibility» and «law» are findings of `preflight`, which stand in one report with these.
type Family = Literal["style", "form", "readability", "accessibility", "law"]
type Severity = Literal["error", "warning", "hint"]
type Verdict = Literal["official", "dry", "live"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: `text[start:end]` in code points; `start16`, `end16` in UTF-16 units, as JavaScript counts.

    `severity`: errors and warnings lower the score, a hint is advice. `replacement` replaces exactly that span and is
    offered only if its form is certain.
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
    """One part of the score. `points`: added to the initial 100, mostly negative."""

    name: str
    points: int


@dataclass(frozen=True, slots=True)
class Readability:
    """`grade`: the school year, 1…11, in which pupils read the text with ease; 12…17 are university years."""

    grade: int
    words: str


@dataclass(frozen=True, slots=True)
class Report:
    """`score`: 0…100, 100 is live speech. `signs`: P01…P05, what the text does well.

    `verdict`: the meaning of the score by the threshold in data/weights.toml.
    """

    score: int
    parts: tuple[Part, ...]
    findings: tuple[Finding, ...]
    signs: tuple[str, ...]
    readability: Readability
    verdict: Verdict

    @property
    def warned(self) -> bool:
        return self.verdict == "official"
