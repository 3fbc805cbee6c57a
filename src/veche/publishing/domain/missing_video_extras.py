"""Covers and subtitles that a network did not take along: a person adds them after publication and ticks it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from django.db import transaction

from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.media.enums import MediaKind
from veche.networks.protocol import MediaFile
from veche.networks.video_extras import manual_steps
from veche.outbox.domain.states import OUT
from veche.posts.domain.rendering import outgoing
from veche.posts.models import PostVersion
from veche.publishing.errors import PublishingError
from veche.publishing.models import Delivery
from veche.staff.models import Person


@dataclass(frozen=True, slots=True)
class MissingVideoExtras:
    """Steps for one network about the videos of a published post. `files`: to download."""

    delivery: Delivery
    steps: tuple[str, ...]
    files: tuple[MediaFile, ...]


def missing_video_extras(deliveries: Sequence[Delivery], found: Sequence[PostVersion]) -> list[MissingVideoExtras]:
    """Deliveries with steps left. `found`: all versions of the post, with their parts."""
    pictures = (picture for version in found for picture in version.pictures.all())
    beside = any(one.media.kind == MediaKind.VIDEO and (one.cover_id or one.subtitles_id) for one in pictures)
    versions = {version.pk: version for version in found} if beside else {}
    out = [one for one in deliveries if one.act.state in OUT and one.version_id in versions]
    return _dressings(_with_the_current_videos(out, versions), versions)


def _with_the_current_videos(out: Sequence[Delivery], versions: Mapping[int, PostVersion]) -> list[Delivery]:
    """For each account the delivery that brought the present videos; `out` is newest first.

    A correction of the text keeps the videos and what a person added to them.
    """
    found = []
    for account_id in dict.fromkeys(one.account_id for one in out):
        mine = [(one, _videos(versions[one.version_id])) for one in out if one.account_id == account_id]
        found.append(_first_of_the_same(mine))
    return found


def _first_of_the_same(newest_first: list[tuple[Delivery, list[tuple[object, ...]]]]) -> Delivery:
    there_now = newest_first[0][1]
    return list(takewhile(lambda pair: pair[1] == there_now, newest_first))[-1][0]


def _videos(version: PostVersion) -> list[tuple[object, ...]]:
    shown = (one for one in version.pictures.all() if one.media.kind == MediaKind.VIDEO)
    return [(one.media_id, one.cover_id, one.subtitles_id) for one in shown]


def _dressings(deliveries: Sequence[Delivery], versions: Mapping[int, PostVersion]) -> list[MissingVideoExtras]:
    found = []
    for delivery in deliveries:
        post = outgoing(versions[delivery.version_id], delivery.account.network)
        if steps := manual_steps(delivery.account.network, post, delivery.act.parts):
            files = tuple(file for file in post.files if file.cover or file.subtitles)
            found.append(MissingVideoExtras(delivery, steps, files))
    return found


def tick(*, delivery: Delivery, by: Person) -> None:
    """«Сделано»: record once who did it and when."""
    if delivery.act.state not in OUT:
        raise PublishingError("Запись в этой сети ещё не вышла: сначала она, потом обложка и субтитры.")
    with transaction.atomic():
        mine = Delivery.objects.of(delivery.administration_id).filter(pk=delivery.pk, dressed_at=None)
        if mine.update(dressed_at=now(), dressed_by=by):
            record(
                administration=delivery.administration,
                actor=by,
                verb="publishing.dressed",
                obj=delivery.version.post,
                facts={"version": delivery.version.number, "acts": [delivery.act_id]},
            )
