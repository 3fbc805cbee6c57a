"""«Прямой эфир»: its start and its checklist. A person runs the stream itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from veche.accounts.order import by_network
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.networks.links import is_web_address
from veche.plan.domain.items import FORM_MINUTES
from veche.plan.enums import Format
from veche.posts.models import Post
from veche.publishing.domain.streaming import Stream, has_ended, streams_of
from veche.publishing.enums import LiveStep
from veche.publishing.errors import PublishingError
from veche.publishing.models import LiveRun, LiveStream, LiveTick
from veche.staff.models import Person

PAST = timedelta(days=1)
_LINKS = frozenset({LiveStep.WATCH, LiveStep.RECORDING})
_WORDY = frozenset({LiveStep.MODERATOR, *_LINKS})


@dataclass(frozen=True, slots=True)
class ChecklistRow:
    """A checklist row. `asks`: "" for a tick alone, else «link» or «words». `typed`, `error`: input refused just
    now."""

    step: LiveStep
    asks: str
    done: LiveTick | None
    typed: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    starts_at: datetime | None
    rows: tuple[ChecklistRow, ...]
    streams: tuple[Stream, ...] = ()
    is_over: bool = False

    @property
    def done(self) -> int:
        return sum(row.done is not None for row in self.rows)


def is_live(post: Post) -> bool:
    return bool(post.plan_item.format == Format.LIVE)


def board_of(post: Post, wrong: Mapping[LiveStep, tuple[str, str]] | None = None) -> Board | None:
    """The checklist; None, without a query, for a post that is no stream. `wrong`: by step, refused input and
    reason."""
    if not is_live(post):
        return None
    stream = LiveStream.objects.of(post.administration_id).filter(post=post).first()
    found = LiveTick.objects.of(post.administration_id).filter(post=post).select_related("by")
    ticks = {tick.step: tick for tick in found}
    refused = wrong or {}
    rows = (ChecklistRow(step, _asks(step), ticks.get(step), *refused.get(step, ("", ""))) for step in LiveStep)
    starts_at = stream.starts_at if stream else None
    accounts = post.plan_item.accounts.select_related("passport").order_by(by_network(), "pk")
    streams = tuple(streams_of(post, accounts))
    return Board(starts_at, tuple(rows), streams, _is_over(starts_at, [one.run for one in streams if one.run]))


def plan_start(*, post: Post, by: Person, starts_at: datetime) -> LiveStream:
    """Set when the stream begins; may be changed any number of times."""
    _refuse_other(post)
    if starts_at < now() - FORM_MINUTES:
        raise PublishingError("Это время уже прошло. Поставьте начало эфира позже.")
    with transaction.atomic():
        stream, _created = LiveStream.objects.of(post.administration_id).update_or_create(
            post=post,
            defaults={"starts_at": starts_at},
            create_defaults={"starts_at": starts_at, "administration_id": post.administration_id},
        )
        facts = {"starts_at": starts_at.isoformat()}
        record(administration=post.administration, actor=by, verb="publishing.live_planned", obj=post, facts=facts)
    return stream


def tick_live(*, post: Post, by: Person, step: LiveStep, words: str = "") -> LiveTick:
    """Tick a step, once. `words`: the moderator or the link; ignored by steps that ask nothing."""
    _refuse_other(post)
    said = _checked(step, words.strip()) if step in _WORDY else ""
    with transaction.atomic():
        tick, created = LiveTick.objects.of(post.administration_id).get_or_create(
            post=post,
            step=step,
            defaults={"administration_id": post.administration_id, "words": said, "by": by, "at": now()},
        )
        if created:
            facts = {"step": step.value}
            record(administration=post.administration, actor=by, verb="publishing.live_ticked", obj=post, facts=facts)
    return tick


def untick_live(*, post: Post, by: Person, step: LiveStep) -> None:
    """Undo a tick until the stream is over. Raises `PublishingError`."""
    _refuse_other(post)
    board = board_of(post)
    if board is None or board.is_over:
        raise PublishingError("Эфир уже прошёл: отметки о нём остаются как есть.")
    with transaction.atomic():
        gone, _rows = LiveTick.objects.of(post.administration_id).filter(post=post, step=step).delete()
        if gone:
            facts = {"step": step.value}
            record(administration=post.administration, actor=by, verb="publishing.live_unticked", obj=post, facts=facts)


def _is_over(starts_at: datetime | None, runs: Sequence[LiveRun]) -> bool:
    """Whether our act ended it, or a day has passed since its start."""
    return has_ended(runs) or (starts_at is not None and now() > starts_at + PAST)


def _asks(step: LiveStep) -> str:
    if step in _LINKS:
        return "link"
    return "words" if step in _WORDY else ""


def _checked(step: LiveStep, words: str) -> str:
    if step in _LINKS and (len(words) > 500 or not is_web_address(words)):
        raise PublishingError("Нужна ссылка вида https://…, не длиннее 500 знаков. Отметка не поставлена.")
    if not words or len(words) > 500:
        raise PublishingError("Напишите, кто отвечает на вопросы в эфире. Отметка не поставлена.")
    return words


def _refuse_other(post: Post) -> None:
    if not is_live(post):
        raise PublishingError("В плане это не прямой эфир. Смените формат в плане недели.")
