"""Effects on a post when the plan or the text changes."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from veche.approval.domain.ask import move_deadline, take_back
from veche.kernel.clock import now
from veche.kit.moments import spoken
from veche.outbox.domain.by_hand import MOVABLE, is_ahead, is_hour_open
from veche.outbox.domain.freeze import waiting_state
from veche.outbox.domain.plan import NOT_AFTER, cancel, replace_reason
from veche.outbox.domain.queue import enqueue
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.plan.domain.changes import has_changes, note_change
from veche.plan.domain.items import cancel_item, describe_item, lock_item, move_item, restore_item
from veche.plan.models import PlanItem
from veche.posts.domain.write import new_version, save_text
from veche.posts.enums import PostState
from veche.posts.models import Post, PostVersion
from veche.publishing.domain.hour import refuse_hour
from veche.publishing.domain.place import absorb_place, forget_own
from veche.publishing.domain.standing import asked_version, held_acts, is_withdrawn, keeps_the_plan, standing_in
from veche.publishing.errors import PublishingError
from veche.publishing.models import ReleaseChoice
from veche.staff.models import Person


def move(
    *,
    item: PlanItem,
    by: Person,
    publish_at: datetime,
    reason: str = "",
    urgent: bool = False,
    undoes: int | None = None,
) -> PlanItem:
    """Move to another hour, also an approved post: its acts and the approval deadline move along.

    Acts that have left stay. A version that is being written follows the plan again. `reason`: why an agreed one moves.
    `urgent`: whoever has agreed to the hour is not asked again. `undoes`: as in `move_item`. Raises `PublishingError`;
    nothing changes then.
    """
    with transaction.atomic():
        item.publish_at = lock_item(item).publish_at  # a colleague may have moved it since it was read
        post = _post_of(item)
        if post is not None:
            _refuse_own_hour(post)
        acts = list(_acts(item).select_for_update(of=("self",)))
        if any(not is_hour_open(act) for act in acts):
            raise PublishingError("Запись уже уходит или вышла, её час не изменить.")
        if post is not None:
            refuse_hour(post, publish_at, urgent=urgent)
        _note_agreed(item, post, by, became=publish_at, reason=reason)
        moved = move_item(item=item, by=by, publish_at=publish_at, undoes=undoes)
        for act in acts:
            if act.state in MOVABLE or is_ahead(act):
                _move(act, publish_at)
        if post is not None:
            move_deadline(post=post, publish_at=publish_at)
            post.versions.filter(frozen_at=None).update(publish_at=None)
    return moved


def describe(*, item: PlanItem, by: Person, said: Mapping[str, Any]) -> PlanItem:
    """Save title, rubric, occasion, department, note; the format only before approval is asked, as a story is sent
    differently."""
    with transaction.atomic():
        locked = lock_item(item)
        if said.get("format", locked.format) != locked.format and is_format_locked(locked):
            raise PublishingError("Запись согласуют с прежним форматом. Сменить его можно, когда она снова у вас.")
        return describe_item(item=locked, by=by, said=said)


def is_format_locked(item: PlanItem) -> bool:
    post = _post_of(item)
    return post is not None and (post.state in (PostState.WAITING, PostState.APPROVED) or bool(standing_in(post)))


def rewrite(*, post: Post, by: Person) -> PostVersion:
    """Start a new version, or continue the one being written. Versions asked or approved keep their state."""
    with transaction.atomic():
        refuse_closed(post)
        version = new_version(post=post, by=by)
        settle(post=post, by=by)
        return version


def set_own_text(*, version: PostVersion, by: Person, network: str, text: str) -> PostVersion:
    """Set the text of one network, "" for none; in a new version if this one is frozen."""
    with transaction.atomic():
        working = rewrite(post=version.post, by=by)
        own = {variant.network: variant.text for variant in working.variants.all()} | {network: text}
        kept = {slug: words for slug, words in own.items() if words}
        return save_text(version=working, by=by, revision=working.revision, text=working.text, variants=kept)


def refuse_closed(post: Post) -> None:
    """Raise if the post was dropped from the plan or withdrawn."""
    if post.plan_item.cancelled_at is not None:
        raise PublishingError("Запись сняли с плана, поэтому править её нельзя. Верните её в план: текст цел.")
    if is_withdrawn(post):
        raise PublishingError("Запись сняли с публикации, править её незачем. Текст сохранён: начните новую.")


def settle(*, post: Post, by: Person) -> None:
    """Make the post a draft, with the plan's hour and networks, when none of its versions is asked or approved.

    Idempotent.
    """
    with transaction.atomic():
        item = lock_item(post.plan_item)
        if not keeps_the_plan(post):
            absorb_place(post=post, item=item, by=by)
            set_state(post, PostState.DRAFT, unless=(PostState.RETURNED,))


def set_state(post: Post, state: PostState, *, unless: Collection[str] = ()) -> None:
    Post.objects.of(post.administration_id).filter(pk=post.pk).exclude(state__in=unless).update(state=state)
    post.refresh_from_db(fields=("state",))


def drop_from_plan(*, item: PlanItem, by: Person, reason: str = "") -> PlanItem:
    """Drop an item from the plan, unless some network has its post. `reason`: why an agreed one is dropped."""
    with transaction.atomic():
        lock_item(item)
        post, held = _post_of(item), frozenset[int]()
        _note_agreed(item, post, by, became=None, reason=reason)
        if post is not None:
            take_back(post=post, by=by)
            held = held_acts(post)
            forget_choices(post)
        why = "Запись сняли с плана."
        for act in _acts(item):
            if act.pk in held:
                replace_reason(act=act, reason=why)
            if act.state != ActState.CANCELLED and not cancel(act=act, reason=why):
                raise PublishingError("Запись уже вышла или уходит: снять с плана нельзя.")
        return cancel_item(item=item, by=by)


def _note_agreed(item: PlanItem, post: Post | None, by: Person, *, became: datetime | None, reason: str) -> None:
    """Keep a change of what was agreed. What is only planned moves about freely, unless somebody says why."""
    if reason or (post is not None and post.state == PostState.APPROVED):
        note_change(item=item, by=by, became=became, reason=reason)


def restore_to_plan(*, item: PlanItem, by: Person, publish_at: datetime) -> PlanItem:
    """Restore a dropped item to the plan. Approval has to be asked again, because the hour may be another.

    Idempotent.
    """
    with transaction.atomic():
        locked = lock_item(item)
        if locked.cancelled_at is None:
            return locked
        if has_changes(locked):
            note_change(item=locked, by=by, became=publish_at, reason="")
        back = restore_item(item=locked, by=by, publish_at=publish_at)
        post = _post_of(item)
        if post is not None and post.state in (PostState.WAITING, PostState.APPROVED):
            forget_own(new_version(post=post, by=by))
            set_state(post, PostState.DRAFT)
        return back


def forget_choices(post: Post) -> None:
    """Delete release choices of a post that was dropped or withdrawn."""
    ReleaseChoice.objects.of(post.administration_id).filter(version__post=post).delete()


def _post_of(item: PlanItem) -> Post | None:
    post: Post | None = Post.objects.of(item.administration_id).filter(plan_item=item).first()
    return post


def _refuse_own_hour(post: Post) -> None:
    """Raise if an approved version has its own hour, which would contradict the plan's."""
    asked = asked_version(post)
    if asked is not None and asked.own_hour is not None:
        raise PublishingError(
            f"Новый час этой записи уже согласуют: {spoken(asked.own_hour, post.administration.time_zone)}. "
            "Заберите её с согласования, тогда и перенесите."
        )


def _acts(item: PlanItem) -> QuerySet[Act]:
    acts: QuerySet[Act] = Act.objects.of(item.administration_id).filter(delivery__version__post__plan_item=item)
    return acts


def _move(act: Act, publish_at: datetime) -> None:
    kept = act.state in (ActState.STOPPED, ActState.BY_HAND)
    state = ActState(act.state) if kept else waiting_state(act)
    Act.objects.of(act.administration_id).filter(pk=act.pk).update(
        state=state,
        due_at=publish_at,
        next_try_at=publish_at,
        not_after=publish_at + NOT_AFTER,
        reason=act.reason if state == ActState.BY_HAND else "",
        updated_at=now(),
    )
    act.refresh_from_db()
    if state == ActState.PLANNED:
        enqueue(act)
