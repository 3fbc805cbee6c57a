"""What happens to a post on its way when the plan or the text changes."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from veche.accounts.models import Account
from veche.approval.domain.ask import take_back
from veche.kernel.clock import now
from veche.outbox.domain.plan import NOT_AFTER, cancel
from veche.outbox.domain.queue import enqueue
from veche.outbox.domain.states import HOUR_IS_OPEN, MOVABLE
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.plan.domain.items import cancel_item, choose_accounts, describe_item, lock_item, move_item, restore_item
from veche.plan.models import PlanItem
from veche.posts.domain.write import new_version
from veche.posts.enums import PostState
from veche.posts.models import Post, PostVersion
from veche.publishing.domain.standing import is_withdrawn
from veche.publishing.errors import PublishingError
from veche.staff.models import Person


def move(*, item: PlanItem, by: Person, publish_at: datetime) -> PlanItem:
    """Another hour, also for what is already approved: its acts move along. What has left stays where it is."""
    with transaction.atomic():
        lock_item(item)
        acts = list(_acts(item).select_for_update(of=("self",)))
        if any(act.state not in HOUR_IS_OPEN for act in acts):
            raise PublishingError(_("Запись уже уходит или вышла, её час не изменить."))
        moved = move_item(item=item, by=by, publish_at=publish_at)
        for act in acts:
            if act.state in MOVABLE:
                _move(act, publish_at)
    return moved


def aim(*, item: PlanItem, by: Person, accounts: Iterable[Account]) -> PlanItem:
    """Other accounts, while the text is being written: who said yes, said it to these networks."""
    with transaction.atomic():
        lock_item(item)
        post = Post.objects.of(item.administration_id).select_for_update().filter(plan_item=item).first()
        if post is not None and post.state in (PostState.WAITING, PostState.APPROVED):
            raise PublishingError(_("Запись уже у того, кто согласует. Нажмите «Править», и сети можно будет сменить."))
        return choose_accounts(item=item, by=by, accounts=accounts)


def describe(*, item: PlanItem, by: Person, said: Mapping[str, Any]) -> PlanItem:
    """Title, rubric, occasion, department, note; the format while nobody was asked: a story goes out otherwise."""
    with transaction.atomic():
        locked = lock_item(item)
        if said.get("format", locked.format) != locked.format and is_format_locked(locked):
            raise PublishingError(_("Запись согласуют с прежним форматом. Нажмите «Править», тогда его можно сменить."))
        return describe_item(item=locked, by=by, said=said)


def is_format_locked(item: PlanItem) -> bool:
    asked = Post.objects.of(item.administration_id).filter(plan_item=item).exclude(state=PostState.DRAFT)
    return asked.exists()


def rewrite(*, post: Post, by: Person) -> PostVersion:
    """Open a new version. What was approved and has not left is taken back at once: a changed text needs a new yes."""
    with transaction.atomic():
        if post.plan_item.cancelled_at is not None:
            raise PublishingError(_("Запись сняли с плана, править её незачем. Текст сохранён: начните новую."))
        if is_withdrawn(post):
            raise PublishingError(_("Запись сняли с публикации, править её незачем. Текст сохранён: начните новую."))
        take_back(post=post, by=by)
        for act in _acts(post.plan_item):
            cancel(act=act, reason=_("Текст правят: уйдёт новая версия, когда её согласуют."))
        return new_version(post=post, by=by)


def drop_from_plan(*, item: PlanItem, by: Person) -> PlanItem:
    """Take an item out of the plan, if nothing of it stands in a network."""
    with transaction.atomic():
        lock_item(item)
        post = Post.objects.of(item.administration_id).filter(plan_item=item).first()
        if post is not None:
            take_back(post=post, by=by)
        for act in _acts(item):
            if act.state != ActState.CANCELLED and not cancel(act=act, reason=_("Запись сняли с плана.")):
                raise PublishingError(_("Запись уже вышла или уходит: снять с плана нельзя."))
        return cancel_item(item=item, by=by)


def put_back(*, item: PlanItem, by: Person, publish_at: datetime) -> PlanItem:
    """Back into the plan what was taken out of it. What was agreed then is asked about anew: another hour, another day.

    Twice is once: an item that stands in the plan stays as it is.
    """
    with transaction.atomic():
        locked = lock_item(item)
        if locked.cancelled_at is None:
            return locked
        back = restore_item(item=locked, by=by, publish_at=publish_at)
        post = Post.objects.of(item.administration_id).filter(plan_item=item).first()
        if post is not None and post.state in (PostState.WAITING, PostState.APPROVED):
            new_version(post=post, by=by)
        return back


def _acts(item: PlanItem) -> QuerySet[Act]:
    acts: QuerySet[Act] = Act.objects.of(item.administration_id).filter(delivery__version__post__plan_item=item)
    return acts


def _move(act: Act, publish_at: datetime) -> None:
    state = act.state if act.state == ActState.STOPPED else ActState.PLANNED
    Act.objects.of(act.administration_id).filter(pk=act.pk).update(
        state=state,
        due_at=publish_at,
        next_try_at=publish_at,
        not_after=publish_at + NOT_AFTER,
        reason="",
        updated_at=now(),
    )
    act.refresh_from_db()
    if state == ActState.PLANNED:
        enqueue(act)
