"""Ask for approval, and take the request back."""

from datetime import datetime, timedelta

from django.db import transaction

from veche.approval.errors import ApprovalError
from veche.approval.models import ApprovalSheet, Step
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.plan.domain.items import FORM_MINUTES, lock_item
from veche.plan.models import PlanItem
from veche.posts.domain.freeze import freeze_version
from veche.posts.domain.queries import accounts_for
from veche.posts.domain.rights import refuse_unclear
from veche.posts.enums import PostState
from veche.posts.models import Post, PostVersion
from veche.staff.enums import Role
from veche.staff.models import Person

# The head's word is due this long before the hour of the post (domain practice: by noon for the evening).
BEFORE_PUBLICATION = timedelta(hours=3)


# What stands before the city with a mistake in it cannot wait for long.
FOR_A_CORRECTION = timedelta(hours=1)


def ask(*, version: PostVersion, by: Person, correction: bool = False) -> ApprovalSheet:
    """Freeze the version and ask the head of press. `correction`: the post is published, so its hour is over.

    Raises `posts.errors.PostError` if the text cannot be published, `ApprovalError` if the plan does not allow it.
    """
    post: Post = version.post
    with transaction.atomic():
        item = lock_item(post.plan_item)  # the page may be older than the plan
        hour, accounts = version.own_hour or item.publish_at, list(accounts_for(version))
        _refuse_by_plan(item, hour, correction=correction)
        frozen = freeze_version(version=version, networks=sorted({account.network for account in accounts}))
        moment = now()
        refuse_unclear(frozen, at=moment if correction else hour)
        close_replaced(post=post, by=by)
        sheet = ApprovalSheet.objects.create(
            administration=post.administration,
            version=frozen,
            opened_by=by,
            opened_at=moment,
            publish_at=hour,
            correction=correction,
        )
        sheet.accounts.set(accounts)
        Step.objects.create(
            administration=post.administration,
            sheet=sheet,
            role=Role.PRESS_HEAD,
            due_at=due_for(hour, moment, correction=correction),
        )
        post.state = PostState.WAITING
        post.save(update_fields=("state",))
        record(
            administration=post.administration,
            actor=by,
            verb="approval.asked",
            obj=sheet,
            facts={"post": post.pk, "version": frozen.number, "fingerprint": frozen.fingerprint},
        )
    return sheet


def take_back(*, post: Post, by: Person) -> int:
    """Close open requests, because the writer goes on writing. Returns the number of sheets."""
    return _close_open(post, by, "approval.taken_back")


def close_replaced(*, post: Post, by: Person) -> int:
    """Close requests about older versions. Returns the number of sheets."""
    return _close_open(post, by, "approval.replaced")


def move_deadline(*, post: Post, publish_at: datetime) -> None:
    """Move the approval deadline along with the post. Part of the verb that moves the post.

    Versions with their own hour, and corrections, do not follow the plan.
    """
    steps = Step.objects.of(post.administration_id).filter(
        sheet__version__post=post, sheet__closed_at=None, sheet__correction=False, sheet__version__publish_at=None
    )
    steps.filter(decision=None).update(due_at=due_at(publish_at, now()))


def _close_open(post: Post, by: Person, verb: str) -> int:
    with transaction.atomic():
        sheets = list(
            ApprovalSheet.objects.of(post.administration_id)
            .select_for_update(of=("self",))
            .filter(version__post=post, closed_at=None)
        )
        for sheet in sheets:
            sheet.closed_at = now()
            sheet.save(update_fields=("closed_at",))
            record(administration=post.administration, actor=by, verb=verb, obj=sheet, facts={})
    return len(sheets)


def due_for(publish_at: datetime, moment: datetime, *, correction: bool) -> datetime:
    """The deadline for a request made at `moment`."""
    return moment + FOR_A_CORRECTION if correction else due_at(publish_at, moment)


def due_at(publish_at: datetime, moment: datetime) -> datetime:
    """Three hours before the post or, if less is left, half of the time left; never before the request."""
    left = max(publish_at - moment, timedelta())
    return max(publish_at - BEFORE_PUBLICATION, moment + left / 2)


def _refuse_by_plan(item: PlanItem, hour: datetime, *, correction: bool) -> None:
    if item.cancelled_at is not None:
        raise ApprovalError("Запись сняли с плана. Текст сохранён: поставьте её в план снова, тогда и отправьте.")
    if not correction and hour < now() - FORM_MINUTES:
        raise ApprovalError("Время выхода уже прошло. Текст сохранён: выберите время позже и отправьте снова.")
