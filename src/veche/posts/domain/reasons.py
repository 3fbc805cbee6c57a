"""What the law forbids outright in a version, and who said why it stays: a reason is asked, nothing is blocked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.db import transaction
from django.db.models import QuerySet

from veche.compliance.domain.standard import Standard, standard_of
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.posts.domain.proofreading import Proof, TextMedia, mark_of, proofread_all, text_media_of
from veche.posts.domain.rendering import Draft, draft_of
from veche.posts.errors import PostError
from veche.posts.models import FindingReason, Post, PostVersion, RightsYes
from veche.preflight.finding import is_forbidden, rule_of, source_of
from veche.staff.compiled import compiled_once
from veche.staff.models import Person
from veche.staff.together import Reading

LONGEST_REASON = 500
_CHILD = rule_of("child_photo_no_consent")

# (rule, words) and the reason that was written.
type Reasons = Mapping[tuple[str, str], FindingReason]


class ReasonsMissing(PostError):
    """Something forbidden has no reason yet: the page of reasons asks for it."""


@dataclass(frozen=True, slots=True)
class ForbiddenPlace:
    """One place. `words`: as they stand in the text; `reason`: why it stays, None if nobody said so."""

    rule: str
    words: str
    message: str
    reason: FindingReason | RightsYes | None

    @property
    def key(self) -> tuple[str, str]:
        return mark_of(self.rule, self.words)

    @property
    def name(self) -> str:
        """The name of its field in a form."""
        return "why_" + sha256("\n".join(self.key).encode()).hexdigest()[:12]

    @property
    def source(self) -> str:
        return source_of(self.rule)


def reasons_of(post: Post) -> Reasons:
    """One query."""
    return reading_of_reasons(post).read()


def reading_of_reasons(post: Post) -> Reading[Reasons]:
    """`reasons_of`, to be read with other things."""
    return Reading(_reasons.bind(post.administration_id, post.pk), _by_place)


def _by_place(rows: list[FindingReason]) -> Reasons:
    return {(row.rule, row.words): row for row in rows}


@compiled_once
def _reasons(city: int, post: int) -> QuerySet[FindingReason]:
    found: QuerySet[FindingReason] = FindingReason.objects.of(city).filter(post=post)
    return found.select_related("by")


def forbidden_in(proofs: Iterable[Proof], given: Reasons, version: PostVersion) -> list[ForbiddenPlace]:
    """Each place once, though several texts have it. Reads the version's `pictures`.

    Who took a child's photo without consent upon themselves has given the reason already.
    """
    found: dict[tuple[str, str], ForbiddenPlace] = {}
    for proof in proofs:
        for one in proof.report.findings:
            if is_forbidden(one.rule):
                words = proof.text[one.start : one.end]
                key = mark_of(one.rule, words)
                reason = given.get(key) or (_rights_yes(version) if one.rule == _CHILD else None)
                said = f"В первом комментарии: {one.message}" if proof.is_of_comment else one.message
                found.setdefault(key, ForbiddenPlace(one.rule, words, said, reason))
    return list(found.values())


def places_in(version: PostVersion, *, day: date, draft: Draft | None = None) -> list[ForbiddenPlace]:
    """Of a version that is to go out on `day`. Reads the version's `pictures`; two queries."""
    words, standard = draft or draft_of(version), standard_of(version.administration)
    return forbidden_in(_proofs(words, standard, day, text_media_of(version)), reasons_of(version.post), version)


def refuse_without_reasons(version: PostVersion, *, day: date) -> None:
    """Raise `ReasonsMissing` while something forbidden has no reason. Part of asking, after the freeze."""
    missing = [one for one in places_in(version, day=day) if one.reason is None]
    if missing:
        raise ReasonsMissing(f"{missing[0].message} Если оставляете, напишите почему: без причины не отправить.")


def give_reasons(*, version: PostVersion, by: Person, reasons: Mapping[tuple[str, str], str]) -> None:
    """Write why places stay, by their keys. They hold for later versions as long as the words are the same.

    Raises `PostError` for an empty or a long reason.
    """
    said = {key: " ".join(reason.split()) for key, reason in reasons.items()}
    if not all(said.values()):
        raise PostError("Напишите причину у каждого места: её прочтёт тот, кто согласует.")
    if any(len(reason) > LONGEST_REASON for reason in said.values()):
        raise PostError("Причина длиннее 500 знаков. Сократите её: остальное на месте.")
    post, city = version.post, version.administration
    with transaction.atomic():
        for (rule, words), reason in said.items():
            values = {"version": version, "reason": reason, "by": by, "at": now()}
            FindingReason.objects.of(city).update_or_create(
                post=post, rule=rule, words=words, defaults=values, create_defaults={**values, "administration": city}
            )
        facts = {"version": version.number, "rules": sorted({rule for rule, _words in said})}
        if said:
            record(administration=city, actor=by, verb="post.reasons_given", obj=post, facts=facts)


def _proofs(words: Draft, standard: Standard, day: date, media: TextMedia) -> Sequence[Proof]:
    return proofread_all(words, {}, standard, day=day, media=media)


def _rights_yes(version: PostVersion) -> RightsYes | None:
    """The first yes, if each picture has one."""
    said = [getattr(picture, "rights_yes", None) for picture in version.pictures.all()]
    return said[0] if said and all(said) else None
