"""Results of the text engines, style and preflight, as screens show them. They warn and never block (clause 2.4)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

from veche.compliance.domain.standard import NO_STANDARD, Standard
from veche.kernel.clock import now
from veche.media.domain.rights import is_lacking, rights_of
from veche.media.enums import Children
from veche.media.enums import MediaKind as Files
from veche.plan.enums import Format
from veche.posts.domain.labels import NONE, Labels
from veche.posts.domain.rendering import Draft
from veche.posts.models import Picture, PostVersion
from veche.preflight.check import check as check_families
from veche.preflight.finding import rule_of, source_of
from veche.preflight.post import Circumstances, Media, MediaKind, Post
from veche.preflight.together import as_findings, not_said_again
from veche.style.check import ParsedText, check
from veche.style.report import Finding, Form, Report, Verdict

# More than the longest text that a network takes; an answer comes while one types.
LONGEST = 20_000
# A longer list is not read; every place is underlined in the text all the same.
LISTED = 12
LONGEST_QUOTE = 90
# What is kept is known by its rule and its words; as much of them as the database has room for.
LONGEST_RULE, LONGEST_MARK = 10, 500

TONES: Mapping[Verdict, str] = {"official": "bad", "dry": "warn", "live": "ok"}
TITLES: Mapping[Verdict, str] = {
    "official": "Похоже на официальную бумагу",
    "dry": "Живого маловато",
    "live": "Живой текст",
}

# What a text does well: signs P01–P05 of the engine.
SIGNS: Mapping[str, str] = {
    "P01": "обращаетесь к читателю",
    "P02": "зовёте ответить",
    "P03": "глаголов хватает",
    "P04": "есть число, дата или адрес",
    "P05": "короткие фразы",
}


# Findings about pictures have the first line of the text as their place.
_ABOUT_PICTURES = frozenset({rule_of(kind) for kind in ("A6", "A7", "A8", "A9", "A14")})

# `Proof.network` of what the account itself writes under its post.
FIRST_COMMENT = "first_comment"

# (rule, words) and who said that they stay as they are.
type Kept = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding with the words it is about.

    `number`: its position among the report's findings. `was`: empty if it is about the whole text. `kept_by`: who
    ignores it, None if nobody.
    """

    number: int
    finding: Finding
    was: str
    kept_by: str | None

    @property
    def is_advice(self) -> bool:
        return self.finding.severity == "hint"

    @property
    def source(self) -> str:
        """The guide or the law that the finding rests on; empty for a finding of style."""
        return source_of(self.finding.rule)


@dataclass(frozen=True, slots=True)
class Proof:
    """The report on one text. `network`: whose own text it is, empty for the common one, or `FIRST_COMMENT`."""

    text: str
    report: Report
    network: str = ""
    kept: Kept = field(default_factory=dict)

    @property
    def is_of_comment(self) -> bool:
        return self.network == FIRST_COMMENT

    @property
    def faults(self) -> int:
        """Findings that count: no hints, no ignored ones."""
        return sum(finding.severity != "hint" and not self.is_kept(finding) for finding in self.report.findings)

    def is_kept(self, finding: Finding) -> bool:
        """Whether somebody ignores the finding."""
        return self._mark(finding) in self.kept

    @property
    def tone(self) -> str:
        return TONES[self.report.verdict]

    @property
    def title(self) -> str:
        return str(TITLES[self.report.verdict])

    @property
    def signs(self) -> list[tuple[str, str]]:
        """Good signs: (P01, «обращаетесь к читателю»)."""
        return [(sign, str(SIGNS.get(sign, sign))) for sign in self.report.signs]

    @property
    def remarks(self) -> list[Remark]:
        """Listed findings; faults before advice, each in text order."""
        found = [remark for remark in self._all() if remark.kept_by is None]
        return sorted(found, key=lambda remark: remark.is_advice)[:LISTED]

    @property
    def kept_remarks(self) -> list[Remark]:
        """Ignored findings."""
        return [remark for remark in self._all() if remark.kept_by is not None]

    @property
    def unlisted(self) -> int:
        return max(0, len(self.report.findings) - len(self.kept_remarks) - LISTED)

    def _all(self) -> list[Remark]:
        return [
            Remark(number, one, self._was(one), self.kept.get(self._mark(one)))
            for number, one in enumerate(self.report.findings)
        ]

    def _mark(self, finding: Finding) -> tuple[str, str]:
        return mark_of(finding.rule, self.text[finding.start : finding.end])

    def _was(self, finding: Finding) -> str:
        is_whole = finding.replacement is None and finding.end - finding.start >= len(self.text.strip())
        is_first_line = finding.start == 0 and self.text[finding.end : finding.end + 1] in ("", "\n")
        if is_whole or (is_first_line and finding.rule in _ABOUT_PICTURES):
            return ""
        quote = " ".join(self.text[finding.start : finding.end].split())
        return quote if len(quote) <= LONGEST_QUOTE else quote[:LONGEST_QUOTE].rsplit(" ", 1)[0] + "…"


def mark_of(rule: str, words: str) -> tuple[str, str]:
    """The key of an ignored finding, independent of position and line ends."""
    code = "".join(sign for sign in rule if "!" <= sign <= "~")
    return code[:LONGEST_RULE], " ".join(words.replace("\0", "").split())[:LONGEST_MARK]


@dataclass(frozen=True, slots=True)
class TextMedia:
    """The pictures and videos that go out with a text, as far as the checks ask."""

    files: tuple[Media, ...] = ()

    @property
    def photos(self) -> int:
        return sum(one.kind in ("photo", "card") for one in self.files)


NO_MEDIA = TextMedia()
# Formats whose pictures hold words.
_DRAWN = frozenset({Format.INFOGRAPHIC, Format.CARDS})
_FIGURES = re.compile(r"\d[\d.:]*\d|\d")
_KINDS: Mapping[str, MediaKind] = {Files.PHOTO: "photo", Files.VIDEO: "video", Files.ANIMATION: "animation"}


def text_media_of(version: PostVersion, alts: Mapping[int, str] | None = None) -> TextMedia:
    """The pictures of a version with what is known of their rights. `alts`: typed, by picture. Reads `pictures`."""
    typed, drawn = alts or {}, version.post.plan_item.format in _DRAWN
    return TextMedia(tuple(_checked(one, typed.get(one.pk, one.alt), drawn=drawn) for one in version.pictures.all()))


def _checked(picture: Picture, alt: str, *, drawn: bool) -> Media:
    """Missing descriptions and subtitles are said where the pictures stand, so they are not said here again.

    `drawn`: a card or an infographic, whose words are in the picture. The figures of its description are known to be
    there, so that the text should have them too (A14).
    """
    rights, kind = rights_of(picture.media), _KINDS.get(picture.media.kind, "other")
    is_card = drawn and kind == "photo"
    return Media(
        "card" if is_card else kind,
        alt=alt.strip() or None,
        text=" ".join(_FIGURES.findall(alt)) if is_card else "",
        subtitles=True,
        flashes=picture.media.flashes,
        consent=True if rights and not is_lacking(rights) else None,
        shows_children=True if rights and rights.children == Children.SHOWN else None,
    )


def proofread(
    text: str,
    *,
    form: Form = "post",
    network: str = "",
    kept: Kept | None = None,
    standard: Standard = NO_STANDARD,
    labels: Labels = NONE,
    day: date | None = None,
    media: TextMedia = NO_MEDIA,
) -> Proof | None:
    """Check a text, up to `LONGEST` characters, that goes out on `day`. None for a text without words."""
    taken = text[:LONGEST]
    if not taken.strip():
        return None
    report = _report(taken, form, day or now().date(), standard, labels, media)
    return Proof(taken, report, network, kept or {})


@lru_cache(maxsize=64)
def _report(text: str, form: Form, day: date, standard: Standard, labels: Labels, media: TextMedia) -> Report:
    """The report, cached, because several parts of a page ask for the same text.

    A post has findings about accessibility and law too; the score stays that of style.
    """
    parsed = ParsedText(text)
    report = check(parsed, form=form)
    if form != "post":
        return report
    post = Post(text, _circumstances(day, standard, labels), media.files, media.photos)
    said = check_families(post, families=standard.families, registers=standard.registers, parsed=parsed)
    findings = [*as_findings(text, said), *not_said_again(report.findings, said)]
    return replace(report, findings=tuple(sorted(findings, key=lambda one: (one.start, -one.end, one.rule))))


def _circumstances(day: date, standard: Standard, labels: Labels) -> Circumstances:
    """The city's election, and what the labels say: an erid, and a text about an election, judged as in a campaign."""
    return Circumstances(
        day,
        campaign=labels.election or standard.in_campaign(day),
        voting=standard.voting,
        candidates=standard.candidates,
        erid=labels.erid if labels.ad else "",
    )


def proofread_all(
    words: Draft, kept: Kept, standard: Standard, *, day: date | None = None, media: TextMedia = NO_MEDIA
) -> list[Proof]:
    """Check the common text, each network's own, and the first comment, which has no pictures."""
    texts = {"": words.text, **words.variants, FIRST_COMMENT: words.labels.first_comment}
    # The report is remembered by what it depends on.
    labels = replace(words.labels, first_comment="")
    found = (
        proofread(
            text,
            network=place,
            kept=kept,
            standard=standard,
            labels=labels,
            day=day,
            media=NO_MEDIA if place == FIRST_COMMENT else media,
        )
        for place, text in texts.items()
    )
    return [proof for proof in found if proof]


def as_json(proof: Proof | None) -> dict[str, Any]:
    """For the editor: offsets in UTF-16 units, as in JavaScript; empty values for an empty text."""
    if proof is None:
        return {"score": None, "warned": False, "parts": [], "readability": None, "signs": [], "findings": []}
    report = proof.report
    return {
        "score": report.score,
        "warned": report.warned,
        "parts": [{"name": part.name, "points": part.points} for part in report.parts],
        "readability": {"grade": report.readability.grade, "words": report.readability.words},
        "signs": list(report.signs),
        "findings": [_finding(finding, kept=proof.is_kept(finding)) for finding in report.findings],
    }


def _finding(finding: Finding, *, kept: bool) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "family": finding.family,
        "start": finding.start,
        "end": finding.end,
        "start16": finding.start16,
        "end16": finding.end16,
        "severity": finding.severity,
        "message": finding.message,
        "source": source_of(finding.rule),
        "replacement": finding.replacement,
        "kept": kept,
    }
