"""An item of the plan out of an occasion, in one press."""

from datetime import datetime, timedelta

from django.db import transaction

from veche.kernel import clock
from veche.kernel.clock import DAY, at
from veche.plan.domain.items import USUAL_HOUR, plan_item
from veche.plan.domain.queries import open_accounts
from veche.plan.enums import Format, PostCategory
from veche.plan.errors import PlanError
from veche.plan.models import Occasion, PlanItem
from veche.staff.models import Administration, Person

# A text is not written and agreed sooner.
SOONEST = timedelta(hours=2)
NO_ACCOUNTS = "Ставить некуда: нет ни одного открытого аккаунта. Ничего не изменили."


def plan_of_occasion(*, occasion: Occasion, by: Person) -> tuple[PlanItem, bool]:
    """Plan it for the next usual hour in all open accounts; an item that stands already is returned with False.

    Raises `PlanError` if there is no account, or if the occasion is gone.
    """
    city = by.administration
    with transaction.atomic():
        rows = Occasion.objects.of(city).select_for_update(of=("self",)).select_related("calendar__item_department")
        locked = rows.filter(pk=occasion.pk).first()
        if locked is None or locked.cancelled_at or locked.dropped_at:
            raise PlanError("Этого повода уже нет: его отменили или убрали. Ничего не изменили.")
        standing = PlanItem.objects.of(city).filter(occasion=locked, cancelled_at=None).order_by("pk").first()
        if standing is not None:
            return standing, False
        accounts = list(open_accounts(city))
        if not accounts:
            raise PlanError(NO_ACCOUNTS)
        calendar = locked.calendar
        made = plan_item(
            administration=city,
            by=by,
            title=locked.title,
            publish_at=_next_hour(city),
            accounts=accounts,
            format=Format.LINK if locked.link else Format.TEXT,
            occasion=locked,
            department=locked.department or (calendar.item_department if calendar else None),
            category=(calendar.item_category if calendar else "") or PostCategory.ACTIVITY,
            note=locked.link,
        )
    return made, True


def _next_hour(city: Administration) -> datetime:
    """The usual hour of today, if there is time until then, else of tomorrow."""
    today = clock.today(city.time_zone)
    hour = at(today, USUAL_HOUR, city.time_zone)
    return hour if hour >= clock.now() + SOONEST else at(today + DAY, USUAL_HOUR, city.time_zone)
