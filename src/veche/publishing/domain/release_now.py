"""«Выпустить сейчас»: the newest version goes out at once, if the rules of approval let this person release it."""

from django.db import transaction

from veche.approval.domain.authors import authors
from veche.approval.domain.decide import is_approved
from veche.approval.enums import Verdict
from veche.approval.models import ApprovalSheet, Step
from veche.kernel.clock import now
from veche.plan.domain.items import lock_item
from veche.posts.domain.queries import latest_version
from veche.posts.models import Post, PostVersion
from veche.publishing.domain.asking import ask_about
from veche.publishing.domain.change import move, refuse_closed
from veche.publishing.domain.place import save_place
from veche.publishing.domain.release import decide_and_release, hasten_and_release
from veche.publishing.domain.standing import standing_in
from veche.publishing.errors import PublishingError
from veche.staff.domain.roles import forget_roles, roles_of
from veche.staff.enums import Role
from veche.staff.models import Person

CHANGED = "Пока вы читали, запись изменили. Ничего не ушло: прочитайте её ещё раз."
GONE = "Запись уже вышла или уходит. Второй раз её не отправили."
RETURNED = "Запись вернули с замечанием. Ничего не ушло: поправьте её, тогда и выпускайте."


def release_now(*, post: Post, by: Person, revision: int, why: str) -> bool:
    """Set the present minute, ask for approval and give it, in one transaction.

    Returns whether the post leaves; False: it waits for a signature that is not this person's to give. `revision`: of
    the version that the person has read; `why`: for those whose signature is not waited for. Raises `ApprovalError`,
    `PlanError`, `PostError` or `PublishingError`; nothing changes then.
    """
    with transaction.atomic():
        lock_item(post.plan_item)  # its planned hour, a move or a withdrawal comes before or after
        version = latest_version(post)
        if version.revision != revision:
            raise PublishingError(CHANGED)
        if standing_in(post):
            raise PublishingError(GONE)
        refuse_closed(post)
        sheet = _at_this_minute(version, by)
        return True if sheet is None else _signed(sheet, by, why)


def may_sign(by: Person, version: PostVersion, *, single_person: bool) -> bool:
    """Whether the person releases without others: the head of press, today, about words of others."""
    return Role.PRESS_HEAD in roles_of(by) and (single_person or by.pk not in authors(version))


def _at_this_minute(version: PostVersion, by: Person) -> ApprovalSheet | None:
    """The open sheet at the present minute; None if the version is approved, and its acts are due now."""
    post, minute = version.post, now().replace(second=0, microsecond=0)
    if version.frozen_at is None:
        save_place(version=version, item=post.plan_item, by=by, publish_at=minute)
        return ask_about(version=latest_version(post), by=by)
    sheet: ApprovalSheet | None = ApprovalSheet.objects.of(post.administration_id).filter(version=version).first()
    if sheet is None or (sheet.closed_at is not None and not is_approved(version)):
        raise PublishingError(RETURNED)
    move(item=post.plan_item, by=by, publish_at=minute, urgent=True)
    return sheet if sheet.closed_at is None else None


def _signed(sheet: ApprovalSheet, by: Person, why: str) -> bool:
    forget_roles(by)  # the person may have lost the role since the page was opened
    if not may_sign(by, sheet.version, single_person=sheet.single_person):
        return False
    steps = Step.objects.of(sheet.administration_id).filter(sheet=sheet, decision=None, later=False)
    if (other := steps.exclude(role=Role.PRESS_HEAD).first()) is not None:
        hasten_and_release(step=other, by=by, why=why)
        return True
    decide_and_release(step=steps.get(), by=by, verdict=Verdict.YES)
    return True
