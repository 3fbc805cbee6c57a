"""Hour and networks of a version: its own until approval, then written to the plan.

While no version relies on the plan item, the editor writes to the plan item directly.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from veche.accounts.models import Account
from veche.approval.domain.ask import move_deadline
from veche.kernel.clock import now
from veche.outbox.domain.states import OUT
from veche.plan.domain.items import choose_accounts, move_item, refuse_foreign, refuse_past
from veche.plan.models import PlanItem
from veche.posts.domain.queries import latest_version
from veche.posts.domain.write import touch
from veche.posts.models import Post, PostVersion
from veche.publishing.domain.standing import keeps_the_plan, standing_in
from veche.publishing.errors import PublishingError
from veche.staff.models import Person


def save_place(
    *,
    version: PostVersion,
    item: PlanItem,
    by: Person,
    publish_at: datetime | None = None,
    accounts: Iterable[Account] | None = None,
) -> None:
    """Save hour and networks; None keeps them. The caller holds `item` (`lock_item`).

    Raises `PlanError` or `PublishingError`; nothing changes then.
    """
    with transaction.atomic():
        chosen = None if accounts is None else _with_those_out(accounts, version.post)
        refuse_place(version=version, publish_at=publish_at, accounts=chosen)
        if keeps_the_plan(version.post):
            _save_own(version, item, by, publish_at, chosen)
        else:
            _save_in_plan(version.post, item, by, publish_at, chosen)


def refuse_place(
    *, version: PostVersion, publish_at: datetime | None = None, accounts: Iterable[Account] | None = None
) -> None:
    """Raise `PlanError` or `PublishingError` for an hour or networks that cannot be saved."""
    if publish_at is not None:
        if standing_in(version.post):
            raise PublishingError("Запись уже вышла или уходит: исправление уйдёт сразу, как согласуют.")
        refuse_past(publish_at)
    if accounts is not None:
        refuse_foreign(version.administration, list(accounts))


def apply_place(*, version: PostVersion, item: PlanItem, by: Person | None) -> set[int]:
    """Write approved hour and networks to the plan. Returns ids of accounts that are new there.

    Part of the release. A published post keeps its hour and its networks.
    """
    standing = standing_in(version.post)
    if version.own_hour is not None and version.own_hour != item.publish_at and not standing:
        move_item(item=item, by=by, publish_at=version.own_hour, agreed=True)
    own = [account for account in version.own_accounts if account.closed_at is None]
    PostVersion.objects.of(version.administration_id).filter(pk=version.pk).update(placed_at=now())
    if not own:
        return set()
    before = set(item.accounts.values_list("pk", flat=True))
    chosen = _with_those_out(own, version.post)
    if {account.pk for account in chosen} != before:
        choose_accounts(item=item, by=by, accounts=chosen)
    return {account.pk for account in chosen} - before


def absorb_place(*, post: Post, item: PlanItem, by: Person) -> None:
    """Write the newest version's hour and networks to the plan, as the version relying on the plan is gone."""
    newest = latest_version(post)
    if newest.frozen_at is not None or keeps_the_plan(post):
        return
    own = newest.own_accounts
    if newest.own_hour is not None and newest.own_hour > now():
        move_item(item=item, by=by, publish_at=newest.own_hour)
    if own and all(account.closed_at is None for account in own):
        choose_accounts(item=item, by=by, accounts=own)
    forget_own(newest)


def forget_own(version: PostVersion) -> None:
    """Drop the version's own hour and networks, so that the plan's apply."""
    PostVersion.objects.of(version.administration_id).filter(pk=version.pk).update(publish_at=None)
    version.accounts.clear()


def is_placed_anew(version: PostVersion, item: PlanItem) -> bool:
    """Whether it has networks of its own, or an hour of its own while the post is published nowhere."""
    own = {account.pk for account in version.own_accounts}
    if own and own != set(item.accounts.values_list("pk", flat=True)):
        return True
    return version.own_hour not in (None, item.publish_at) and not standing_in(version.post)


def _save_own(
    version: PostVersion, item: PlanItem, by: Person, publish_at: datetime | None, accounts: list[Account] | None
) -> None:
    """Store hour and networks that differ from the plan's."""
    touch(version, by)
    if publish_at is not None:
        own = None if _is_the_same(publish_at, item) else publish_at
        PostVersion.objects.of(version.administration_id).filter(pk=version.pk).update(publish_at=own)
    if accounts is not None:
        in_plan = set(item.accounts.values_list("pk", flat=True))
        version.accounts.set(accounts if {account.pk for account in accounts} != in_plan else ())


def _save_in_plan(
    post: Post, item: PlanItem, by: Person, publish_at: datetime | None, accounts: list[Account] | None
) -> None:
    if accounts is not None:
        choose_accounts(item=item, by=by, accounts=accounts)
    if publish_at is not None and not _is_the_same(publish_at, item):
        move_item(item=item, by=by, publish_at=publish_at)
        move_deadline(post=post, publish_at=publish_at)


def accounts_out(post: Post) -> dict[int, Account]:
    """Accounts that have the post; unticking does not remove them."""
    return {pk: act.account for pk, act in standing_in(post).items() if act.state in OUT}


def _with_those_out(accounts: Iterable[Account], post: Post) -> list[Account]:
    return list((accounts_out(post) | {account.pk: account for account in accounts}).values())


def _is_the_same(publish_at: datetime, item: PlanItem) -> bool:
    """Compare to the minute, as forms have no seconds."""
    return publish_at == item.publish_at.replace(second=0, microsecond=0)
