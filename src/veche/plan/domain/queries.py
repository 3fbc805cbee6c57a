"""Accounts and occasions that a plan is made of."""

from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from veche.accounts.models import Account
from veche.accounts.order import by_network
from veche.kernel.clock import now
from veche.networks.registry import NETWORKS
from veche.plan.enums import OccasionKind
from veche.plan.models import Occasion, PlanItem
from veche.staff.compiled import compiled_once, this_moment
from veche.staff.models import Administration
from veche.staff.together import Reading

# An event of last week may still be told about; an older one is history.
STILL_NEWS = timedelta(days=7)
# A calendar holds hundreds of events: a list to choose from ends here.
SOON = timedelta(days=31)
type Untold = tuple[str, datetime | None, bool]
NEAR = timedelta(days=2)
# How many days ahead a calendar may warn of its events.
WARN_DAYS = (1, 2, 3, 5, 7, 14)
# Occasions that take place and that nobody has put aside.
LIVING = Q(cancelled_at=None, dropped_at=None)
# A site has many a day; they have a list of their own.
NEWS = Q(kind=OccasionKind.NEWS)
NEWS_DAYS = timedelta(days=14)


def open_accounts(administration: Administration) -> QuerySet[Account]:
    accounts: QuerySet[Account] = Account.objects.of(administration).filter(closed_at=None, network__in=NETWORKS)
    return accounts.order_by(by_network(), "title")


def takes_posts(account: Account) -> bool:
    """Whether the account is one of `open_accounts`."""
    return account.closed_at is None and account.network in NETWORKS


def occasions_to_choose(administration: Administration, chosen: int | None = None) -> QuerySet[Occasion]:
    """Occasions without a date, recent and near ones; dated ones first. `chosen`: offered whenever it takes place."""
    city, moment = Occasion.objects.of(administration).filter(LIVING), now()
    near = Q(calendar=None) | Q(starts_at__lt=moment + SOON)
    city = city.filter(~NEWS | Q(pk=chosen))
    fresh = Q(starts_at=None) | (Q(starts_at__gte=moment - STILL_NEWS) & near)
    found: QuerySet[Occasion] = city.filter(fresh | Q(pk=chosen))
    return found.order_by("starts_at", "pk")


def occasions_untold(administration: Administration, start: datetime, end: datetime) -> QuerySet[Occasion]:
    """Occasions without a date or within these moments that no plan item covers; news of the site aside."""
    found: QuerySet[Occasion] = Occasion.objects.of(administration).filter(
        LIVING, ~NEWS, Q(starts_at=None) | Q(starts_at__gte=start, starts_at__lt=end), ~Exists(_told(administration))
    )
    return found.select_related("department", "office").order_by("starts_at", "pk")


def untold_soon(administration: Administration) -> QuerySet[Occasion]:
    """Occasions that no plan item covers, of the next two days or as near as their calendars warn: soon it will be too
    late to speak of them."""
    moment = this_moment()
    near = Q(calendar=None, starts_at__lt=moment + NEAR)
    for days in WARN_DAYS:
        near |= Q(calendar__warns_days=days, starts_at__lt=moment + timedelta(days=days))
    last = moment + timedelta(days=WARN_DAYS[-1])
    return occasions_untold(administration, moment, last).filter(near, starts_at__isnull=False)


def reading_of_untold(administration: Administration) -> Reading[list[Untold]]:
    """`untold_soon`, to read together with others: title, beginning, whether its hour is known."""
    return Reading(_untold.bind(administration), list)


@compiled_once
def _untold(administration: Administration) -> QuerySet[Occasion, Untold]:
    return untold_soon(administration).values_list("title", "starts_at", "has_hour")


def occasions_ahead(administration: Administration) -> QuerySet[Occasion]:
    """Those that begin from now on, cancelled ones too, each with `planned`: the number of its items in the plan."""
    found = Occasion.objects.of(administration).filter(~NEWS, starts_at__gte=now(), dropped_at=None)
    return _with_planned(found).order_by("starts_at", "pk")


def news_of_site(administration: Administration) -> QuerySet[Occasion]:
    """News of the city's site from the last two weeks, newest first, each with `planned`."""
    found = Occasion.objects.of(administration).filter(NEWS, starts_at__gte=now() - NEWS_DAYS, dropped_at=None)
    return _with_planned(found).order_by("-starts_at", "-pk")


def news_untold(administration: Administration) -> QuerySet[Occasion]:
    """News of `news_of_site` that no plan item covers."""
    return news_of_site(administration).filter(~Exists(_told(administration)))


def asked_by_residents(administration: Administration) -> QuerySet[Occasion]:
    """What residents ask, the newest first, each with `planned`. Without a day: it is asked now."""
    found = Occasion.objects.of(administration).filter(LIVING, kind=OccasionKind.REQUEST, starts_at=None)
    return _with_planned(found).order_by("-created_at", "-pk")


def asked_untold(administration: Administration) -> QuerySet[Occasion]:
    """Occasions of `asked_by_residents` that no plan item covers."""
    return asked_by_residents(administration).filter(~Exists(_told(administration)))


def _told(administration: Administration) -> QuerySet[PlanItem]:
    found: QuerySet[PlanItem] = PlanItem.objects.of(administration).filter(occasion=OuterRef("pk"), cancelled_at=None)
    return found


def _with_planned(found: QuerySet[Occasion]) -> QuerySet[Occasion]:
    return found.annotate(planned=Count("items", filter=Q(items__cancelled_at=None)))
