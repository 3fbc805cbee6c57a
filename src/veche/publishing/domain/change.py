"""What happens to a post on its way when the plan or the text changes."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from veche.accounts.models import Account
from veche.approval.domain.ask import take_back
from veche.kernel.clock import now
from veche.outbox.domain.plan import NOT_AFTER, cancel
from veche.outbox.domain.queue import enqueue
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.plan.domain.items import cancel_item, choose_accounts, lock_item, move_item
from veche.plan.models import PlanItem
from veche.posts.domain.write import new_version
from veche.posts.enums import PostState
from veche.posts.models import Post, PostVersion
from veche.publishing.domain.standing import is_withdrawn
from veche.publishing.errors import PublishingError
from veche.staff.models import Person

MOVABLE = (ActState.PLANNED, ActState.STOPPED, ActState.MISSED)


def move(*, item: PlanItem, by: Person, publish_at: datetime) -> PlanItem:
    """Another hour, also for what is already approved: its acts move along. What has left stays where it is."""
    with transaction.atomic():
        lock_item(item)
        acts = list(_acts(item).select_for_update(of=("self",)))
        if any(act.state not in (*MOVABLE, ActState.CANCELLED, ActState.FAILED) for act in acts):
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


def withdraw(*, item: PlanItem, by: Person) -> PlanItem:
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
