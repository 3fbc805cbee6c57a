"""Quality of the engine `style` on labelled texts. Only errors and warnings are counted, hints are advice."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tests.style_set import Case, Post, Sentence, Span
from veche.style.check import check
from veche.style.report import Finding


@dataclass(frozen=True, slots=True)
class Judged:
    """`auc`: how often an official text scores lower than a live one. `official`, `live`: shares with a warning."""

    auc: float
    official: float
    live: float


@dataclass(frozen=True, slots=True)
class Miss:
    """`expected`: empty for a false finding; `got`: empty for a missed one."""

    text: str
    rule: str
    expected: str
    got: str


@dataclass(slots=True)
class Spans:
    """Counts by rule: `right` and `wrong` findings, `found` and `missed` spans."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    misses: list[Miss] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return _share(self.right.total(), self.wrong.total())

    @property
    def recall(self) -> float:
        return _share(self.found.total(), self.missed.total())

    def precision_by_rule(self) -> dict[str, float]:
        """For every rule with findings."""
        return {rule: _share(self.right[rule], self.wrong[rule]) for rule in sorted(self.right | self.wrong)}

    def recall_by_rule(self) -> dict[str, float]:
        return {rule: _share(self.found[rule], self.missed[rule]) for rule in sorted(self.found | self.missed)}


@dataclass(slots=True)
class Replaced:
    """`offered` of `cases` had a right replacement; `wrong`: the text, the words and their replacement."""

    cases: int = 0
    right: int = 0
    wrong: list[Miss] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return _share(self.right, len(self.wrong))


def auc(lower: Sequence[float], higher: Sequence[float]) -> float:
    """The share of pairs in the right order; a tie is half a pair."""
    pairs = sum((low < high) + (low == high) / 2 for low in lower for high in higher)
    return pairs / (len(lower) * len(higher))


def judge(posts: Iterable[Post]) -> Judged:
    reports = [(post.label, check(post.text, form=post.form)) for post in posts]
    official = [report for label, report in reports if label == "official"]
    live = [report for label, report in reports if label == "live"]
    return Judged(
        auc([report.score for report in official], [report.score for report in live]),
        sum(report.warned for report in official) / len(official),
        sum(report.warned for report in live) / len(live),
    )


def spans(sentences: Iterable[Sentence]) -> Spans:
    counted = Spans()
    for sentence in sentences:
        findings = [finding for finding in check(sentence.text).findings if finding.severity != "hint"]
        _count(counted, sentence, findings)
    return counted


def replacements(cases: Iterable[Case]) -> Replaced:
    """A replacement is applied, then the whole text is compared, because spans may differ."""
    counted = Replaced()
    for case in cases:
        counted.cases += bool(case.accepted)
        for finding in check(case.text).findings:
            if finding.replacement is None or not _touch(case, finding):
                continue
            if _put(case.text, finding.start, finding.end, finding.replacement) in _good(case):
                counted.right += 1
            else:
                counted.wrong.append(_wrong(case, finding))
    return counted


def _count(counted: Spans, sentence: Sentence, findings: list[Finding]) -> None:
    hit = set()
    for finding in findings:
        same = [span for span in sentence.spans if finding.rule in span.rules and _touch(span, finding)]
        hit |= set(same)
        if any(span.sure for span in same):
            counted.right[finding.rule] += 1
        elif not same:
            counted.wrong[finding.rule] += 1
            counted.misses.append(Miss(sentence.text, finding.rule, "", sentence.text[finding.start : finding.end]))
    for span in sentence.spans:
        if span in hit and span.sure:
            counted.found[span.rules[0]] += 1
        elif span.sure:
            counted.missed[span.rules[0]] += 1
            expected = sentence.text[span.start : span.end]
            counted.misses.append(Miss(sentence.text, "|".join(span.rules), expected, ""))


def _touch(one: Span | Case, other: Finding) -> bool:
    """Whether at least half of the shorter lies in the longer."""
    common = min(one.end, other.end) - max(one.start, other.start)
    return common > 0 and 2 * common >= min(one.end - one.start, other.end - other.start)


def _good(case: Case) -> set[str]:
    return {_put(case.text, case.start, case.end, accepted) for accepted in case.accepted}


def _put(text: str, start: int, end: int, words: str) -> str:
    """Normalised: without spelling variants and without the commas of a new clause."""
    return (text[:start] + words + text[end:]).lower().replace("ё", "е").replace("\u00a0", " ").replace(",", "")


def _wrong(case: Case, finding: Finding) -> Miss:
    replaced = f"{case.text[finding.start : finding.end]} => {finding.replacement}"
    return Miss(case.text, finding.rule, " | ".join(case.accepted), replaced)


def _share(yes: int, no: int) -> float:
    return yes / (yes + no) if yes + no else 1.0
