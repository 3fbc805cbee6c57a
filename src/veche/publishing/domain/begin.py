"""«Новая публикация»: create a plan item and its post."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from veche.accounts.models import Account
from veche.plan.domain.items import plan_item
from veche.plan.enums import Format, PostCategory
from veche.plan.models import Occasion
from veche.posts.domain.write import start_post
from veche.posts.models import Post
from veche.staff.models import Administration, Person


def begin_post(  # noqa: PLR0913 -- an item of the plan is all of this
    *,
    administration: Administration,
    by: Person,
    title: str,
    publish_at: datetime,
    accounts: Iterable[Account],
    format: Format | str,  # noqa: A002 -- the decree's own word
    category: PostCategory | str,
    occasion: Occasion | None = None,
    once: UUID | None = None,
) -> Post:
    """Create both; the same `once` of the same person returns the existing one. Raises `plan.errors.PlanError`."""
    with transaction.atomic():
        item = plan_item(
            administration=administration,
            by=by,
            title=title,
            publish_at=publish_at,
            accounts=accounts,
            format=format,
            category=category,
            occasion=occasion,
            once=once,
        )
        return start_post(item=item, by=by)
