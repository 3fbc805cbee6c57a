"""Ask for approval, and take the request back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from veche.alarms.domain.notify import forget
from veche.approval.domain.carry import carry_over
from veche.approval.domain.deadlines import due_at
from veche.approval.domain.department_requests import sync_requests, sync_requests_of
from veche.approval.domain.silence import NEWS as SILENCE
from veche.approval.domain.single_person import is_on
from veche.approval.domain.suggesters import chosen_with_second_signer
from veche.approval.domain.turns import expected, open_next
from veche.approval.errors import ApprovalError
from veche.approval.models import ApprovalSheet, Step
from veche.journal.domain.record import record
from veche.kernel.clock import local, now
from veche.plan.domain.items import FORM_MINUTES, lock_item
from veche.plan.models import PlanItem
from veche.posts.domain.freeze import freeze_version
from veche.posts.domain.queries import accounts_for
from veche.posts.domain.reasons import refuse_without_reasons
from veche.posts.domain.rights import refuse_unclear
from veche.posts.enums import PostState
from veche.posts.models import Post, PostVersion
from veche.staff.models import Person


def ask(*, version: PostVersion, by: Person, correction: bool = False) -> ApprovalSheet:
    """Freeze the version and ask whom its route names. `correction`: the post is published, so its hour is over.

    Raises `posts.errors.PostError` if the text cannot be published, `ApprovalError` if the plan does not allow it.
    """
    post: Post = version.post
    with transaction.atomic():
        item = lock_item(post.plan_item)  # the page may be older than the plan
        hour, accounts = version.own_hour or item.publish_at, list(accounts_for(version))
        _refuse_by_plan(item, hour, correction=correction)
        frozen = freeze_version(version=version, accounts=accounts)
        refuse_unclear(frozen, at=now() if correction else hour)
        refuse_without_reasons(frozen, day=local(now() if correction else hour, post.administration.time_zone).date())
        close_replaced(post=post, by=by)
        route = chosen_with_second_signer(frozen)
        sheet = ApprovalSheet.objects.create(
            administration=post.administration,
            version=frozen,
            opened_by=by,
            opened_at=now(),
            publish_at=hour,
            correction=correction,
            route_name=route.name,
            single_person=is_on(post.administration),
        )
        sheet.accounts.set(accounts)
        _copy_steps(sheet, route.steps, hour)
        carry_over(sheet, route.steps)
        open_next(sheet, hour=hour)
        sync_requests(sheet)
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
    moved = list(steps.filter(decision=None, hours=None).values_list("pk", flat=True))
    if moved:
        for pk in moved:
            forget(post.administration_id, SILENCE, pk)  # people are reminded of the new deadline again
        steps.filter(pk__in=moved).update(due_at=due_at(publish_at, now()), reminded_at=None)
        sync_requests_of(post)


def _copy_steps(sheet: ApprovalSheet, steps: Sequence[Step], hour: datetime) -> None:
    expected(steps, hour=hour, correction=sheet.correction)
    for step in steps:
        step.sheet = sheet
        step.save()


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
            sync_requests(sheet)
            record(administration=post.administration, actor=by, verb=verb, obj=sheet, facts={})
    return len(sheets)


def _refuse_by_plan(item: PlanItem, hour: datetime, *, correction: bool) -> None:
    if item.cancelled_at is not None:
        raise ApprovalError("Запись сняли с плана. Текст сохранён: поставьте её в план снова, тогда и отправьте.")
    if not correction and hour < now() - FORM_MINUTES:
        raise ApprovalError("Время выхода уже прошло. Текст сохранён: выберите время позже и отправьте снова.")
