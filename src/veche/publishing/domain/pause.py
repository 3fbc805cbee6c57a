"""The pause («траур, ЧС») for people: begin it, let one publication through, end it by deciding about each that waits.

The outbox holds the acts (`outbox.domain.pause`); this room knows which publications they are of.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from veche.journal.domain.record import record
from veche.kernel.bidi import isolated
from veche.kernel.clock import now
from veche.outbox.domain import pause as outbox
from veche.outbox.domain.hindrances import refuse_hindered
from veche.outbox.domain.person_decisions import give_up
from veche.outbox.enums import ActState, PauseKind
from veche.outbox.models import Act, Pause
from veche.plan.domain.items import lock_item
from veche.plan.models import PlanItem
from veche.posts.models import Post
from veche.publishing.domain.change import drop_from_plan, move
from veche.publishing.domain.file_rights import refuse_ended_rights
from veche.publishing.domain.pause_news import notify_of_begin, notify_of_end
from veche.publishing.domain.standing import agreed_version
from veche.publishing.domain.waiting_posts import WaitingPost, waiting_posts
from veche.publishing.enums import PauseChoice
from veche.publishing.errors import OtherPostsWait, PostNeedsOtherChoice, PublishingError
from veche.staff.models import Administration, Person


@dataclass(frozen=True, slots=True)
class Chosen:
    """What becomes of one publication. `at`: its new hour, for `PauseChoice.MOVE`."""

    what: PauseChoice
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """How many publications were kept at their hours, moved and dropped."""

    kept: int
    moved: int
    dropped: int


def begin_pause(*, administration: Administration, by: Person, kind: PauseKind | str, reason: str) -> Pause:
    """Begin a pause and tell everybody. No publication leaves after the answer, those let through aside.

    Raises `AlreadyPaused`. Waits as a freeze does for publications that are on their way.
    """
    with transaction.atomic():
        pause, held = outbox.begin(administration=administration, by=by, kind=kind, reason=reason)
        record(
            administration=administration,
            actor=by,
            verb="publishing.paused",
            obj=pause,
            facts={"kind": str(kind), "held": held},
        )
        notify_of_begin(pause)
    outbox.wait_for_calls(administration)
    return pause


def let_through(*, post: Post, by: Person) -> bool:
    """Let one publication go under the pause: at its hour, or now if that has passed. True if it goes now.

    Raises `NotNow` without a pause or while rights of a file stop it, `PublishingError` if it does not wait.
    """
    with transaction.atomic():
        lock_item(post.plan_item)
        pause = outbox.in_force(post.administration)
        outbox.mark_paused(post.administration_id)
        waits = Act.objects.of(post.administration_id).filter(delivery__version__post=post, state=ActState.PAUSED)
        acts = list(waits.select_related("account"))
        if not acts:
            raise PublishingError("Эта запись паузы уже не ждёт: её выпустили, перенесли или сняли.")
        moment = now()
        for act in acts:
            refuse_hindered(act)
        at_once = any(act.due_at <= moment for act in acts)
        for act in acts:
            outbox.let_go(act, through=pause, at=max(act.due_at, moment))
        facts = {"acts": [act.pk for act in acts], "pause": pause.pk}
        record(administration=post.administration, actor=by, verb="publishing.let_through", obj=post, facts=facts)
    return at_once


def end_pause(*, administration: Administration, by: Person, choices: Mapping[int, Chosen]) -> Ended:
    """End the pause with a choice for each publication that waits, in one transaction. `choices`: by post.

    Raises `NotNow` without a pause, `OtherPostsWait` if other publications wait than were decided about, and
    `PostNeedsOtherChoice`; nothing changes then.
    """
    with transaction.atomic():
        _lock_items(administration, choices)
        pause = outbox.in_force(administration)
        outbox.mark_paused(administration.pk)
        waiting = waiting_posts(administration)
        _refuse_other_posts(waiting, choices)
        for one in waiting:
            _refuse(one, choices[one.post.pk])
        outbox.end(pause=pause, by=by)
        for one in waiting:
            _apply(one, choices[one.post.pk], by, f"Пауза: {pause.reason}"[:300])
        ended = _counted(choices)
        record(
            administration=administration,
            actor=by,
            verb="publishing.pause_ended",
            obj=pause,
            facts={"kept": ended.kept, "moved": ended.moved, "dropped": ended.dropped},
        )
        notify_of_end(pause)
    return ended


def _lock_items(administration: Administration, posts: Collection[int]) -> None:
    """Lock their plan items in one order, before the gate: whoever moves one holds its item first."""
    items = PlanItem.objects.of(administration).filter(post__in=list(posts)).order_by("pk")
    list(items.select_for_update(no_key=True, of=("self",)).values_list("pk"))


def _refuse_other_posts(waiting: list[WaitingPost], choices: Mapping[int, Chosen]) -> None:
    came = [one for one in waiting if one.post.pk not in choices]
    if came:
        named = ", ".join(f"«{isolated(one.item.title)}»" for one in came)
        raise OtherPostsWait(f"Пока вы решали, добавилось: {named}. Пауза стоит: решите и об этом, ваши ответы целы.")
    if len(waiting) != len(choices):
        raise OtherPostsWait("Пока вы решали, часть записей выпустили или сняли. Пауза стоит: посмотрите ещё раз.")


def _refuse(one: WaitingPost, chosen: Chosen) -> None:
    if chosen.what == PauseChoice.KEEP and one.is_late:
        raise PostNeedsOtherChoice(one.post.pk, "Час прошёл, пока стояла пауза: поставьте новый или снимите.")
    if chosen.what == PauseChoice.MOVE and (chosen.at is None or chosen.at < now()):
        raise PostNeedsOtherChoice(one.post.pk, "Это время уже прошло. Поставьте час, который ещё впереди.")


def _apply(one: WaitingPost, chosen: Chosen, by: Person, why: str) -> None:
    try:
        if chosen.what == PauseChoice.DROP:
            _drop(one, by, why)
        elif chosen.what == PauseChoice.MOVE and chosen.at is not None and not one.begun:
            move(item=one.item, by=by, publish_at=chosen.at, reason=why, urgent=True)
        else:
            _let_go(one, chosen.at)
    except PublishingError as error:
        raise PostNeedsOtherChoice(one.post.pk, str(error)) from error


def _let_go(one: WaitingPost, at: datetime | None) -> None:
    """`at`: the new hour of what waits; None: its own."""
    version = agreed_version(one.post)
    if at is not None and version is not None:
        refuse_ended_rights(version, at)
    for act in one.acts:
        outbox.let_go(act, at=at or act.due_at)


def _drop(one: WaitingPost, by: Person, why: str) -> None:
    """Drop it from the plan; where some network has it already, only what waits is given up."""
    if not one.begun:
        drop_from_plan(item=one.item, by=by, reason=why)
        return
    for act in one.acts:
        give_up(act=act, by=by)


def _counted(choices: Mapping[int, Chosen]) -> Ended:
    made = [one.what for one in choices.values()]
    return Ended(*(made.count(what) for what in (PauseChoice.KEEP, PauseChoice.MOVE, PauseChoice.DROP)))
