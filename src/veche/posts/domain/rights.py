"""Rights of a version's files: what is unclear, and who takes it upon themselves."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from veche.journal.domain.record import record
from veche.kernel.bidi import isolated
from veche.kernel.clock import now
from veche.media.domain.rights import JUDGED, Doubt, Terms, doubts_of, terms_for
from veche.media.models import Media
from veche.posts.domain.queries import picture_in
from veche.posts.domain.write import begun, touch
from veche.posts.errors import PostError
from veche.posts.models import Picture, PostVersion, RightsYes
from veche.staff.models import Person

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class PictureRights:
    """`yes`: covers every doubt that stops; None if there is none or it was said about other doubts."""

    picture: Picture
    doubts: tuple[Doubt, ...]
    yes: RightsYes | None

    @property
    def stops(self) -> bool:
        return self.yes is None and any(doubt.stops for doubt in self.doubts)

    @property
    def said(self) -> str:
        """«не сказано, кто снял; ребёнок без согласия родителей»."""
        return "; ".join(dict.fromkeys(doubt.sentence for doubt in self.doubts))


def rights_in(version: PostVersion, *, at: datetime) -> list[PictureRights]:
    """Files of the version whose rights are unclear at the hour `at`, in order. Reads `pictures` (prefetch them)."""
    judged = [one for one in version.pictures.all() if one.media.kind in JUDGED]
    if not judged:
        return []
    terms = terms_for(version.administration, at=at)
    found = [_judged(picture, terms) for picture in judged]
    return [one for one in found if one.doubts]


def refuse_unclear(version: PostVersion, *, at: datetime) -> None:
    """Raises `PostError` for the first file that is unclear and has no yes. Part of asking, after the freeze.

    Reads `pictures` (prefetch them).
    """
    for found in rights_in(version, at=at):
        if found.stops:
            raise PostError(sentence(found))


def sentence(found: PictureRights) -> str:
    name = isolated(found.picture.media.name)
    return f"«{name}»: {found.said}. Укажите права или напишите рядом с ним, почему ставите."


def take_responsibility(*, picture: Picture, by: Person, reason: str, at: datetime) -> None:
    """Say yes to the unclear rights of a file, with a reason. Raises `PostError` without one.

    A file that is clear at `at` needs no yes: nothing happens.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise PostError("Напишите, почему ставите файл с неясными правами: это прочтёт тот, кто согласует.")
    if len(reason) > LONGEST_REASON:
        raise PostError("Причина длиннее 500 знаков. Сократите её: остальное на месте.")
    with transaction.atomic():
        version = begun(picture.version, by)
        mine = picture_in(version, picture.pk)
        doubts = _all_doubts(mine, terms_for(version.administration, at=at)) if mine else []
        if mine is None or not doubts:
            return
        touch(version, by)
        said = {"doubts": [key for key, _doubt in doubts], "reason": reason, "by": by, "at": now()}
        RightsYes.objects.of(version.administration_id).update_or_create(
            picture=mine, defaults=said, create_defaults={**said, "administration_id": version.administration_id}
        )
        facts = {"version": version.number, "file": mine.media.sha256, "doubts": sorted({d.code for _, d in doubts})}
        record(administration=version.administration, actor=by, verb="post.rights_taken", obj=version.post, facts=facts)


def _judged(picture: Picture, terms: Terms) -> PictureRights:
    found = _all_doubts(picture, terms)
    stopping = {key for key, doubt in found if doubt.stops}
    yes: RightsYes | None = getattr(picture, "rights_yes", None)
    if yes is not None and not stopping <= set(yes.doubts):
        yes = None
    return PictureRights(picture, tuple(doubt for _key, doubt in found), yes)


def _all_doubts(picture: Picture, terms: Terms) -> list[tuple[str, Doubt]]:
    """Doubts about the file and its cover, each with what it is about."""
    files: list[Media] = [picture.media, *([picture.cover] if picture.cover else [])]
    return [(f"{doubt.code}:{media.sha256}", doubt) for media in files for doubt in doubts_of(media, terms)]
