"""Closures in force and past ones, and what the network shows otherwise.

Verbs lock the account's row, so that two decisions take turns.
"""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from veche.accounts.models import Account
from veche.commenting.models import Closure, ModeDifference
from veche.kernel.clock import now
from veche.outbox.domain.states import OUT
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.staff.compiled import compiled_once, number_of
from veche.staff.models import Administration
from veche.staff.together import Reading

_DAY, _MONTH = timedelta(days=1), timedelta(days=30)


def lock(account: Account) -> Account:
    """Needs a transaction."""
    rows = Account.objects.of(account.administration_id).select_for_update(of=("self",), no_key=True)
    found: Account = rows.select_related("administration", "passport").get(pk=account.pk)
    return found


def closures(administration: Administration | int) -> "QuerySet[Closure]":
    """Newest first, with what a page shows of them."""
    rows: QuerySet[Closure] = Closure.objects.of(administration)
    related = ("account", "publication", "by", "reopened_by", "administration")
    return rows.select_related(*related, "act__account", "reopening__account").order_by("-at", "-pk")


def differences(administration: Administration | int) -> "QuerySet[ModeDifference]":
    """Those that stand, newest first, with what a page shows of them."""
    rows: QuerySet[ModeDifference] = ModeDifference.objects.of(administration).filter(ended_at=None)
    return rows.select_related("account__passport", "account__administration", "publication", "act", "by")


def over() -> Q:
    """Filter for closures that hold no more, also those that `end_what_is_over` has not marked yet."""
    return Q(ended_at__isnull=False) | Q(reopening__state__in=OUT) | Q(act__state=ActState.CANCELLED)


def in_force(administration: Administration | int) -> "QuerySet[Closure]":
    """Decided and not over: the network may still be about to carry it out."""
    return closures(administration).exclude(over())


def reading_of_closed(administration: Administration) -> Reading[int]:
    """How many closures are in force."""
    return Reading(_closed.bind(administration.pk), sum)


def reading_of_closed_accounts(administration: Administration) -> Reading[list[Closure]]:
    """Closures in force of whole accounts, oldest first."""
    return Reading(_closed_accounts.bind(administration.pk), list)


@compiled_once
def _closed_accounts(city: int) -> "QuerySet[Closure]":
    rows: QuerySet[Closure] = Closure.objects.of(city).filter(publication=None).exclude(over())
    return rows.select_related("account", "act", "reopening", "administration").order_by("at", "pk")


@compiled_once
def _closed(city: int) -> "QuerySet[Closure, int]":
    return number_of(in_force(city))


def standing(account: Account, publication: Act | None) -> Closure | None:
    return in_force(account.administration_id).filter(account=account, publication=publication).first()


def end_what_is_over(rows: "QuerySet[Closure]") -> int:
    """Mark closures as ended. Returns their number."""
    return int(rows.filter(over(), ended_at=None).order_by().update(ended_at=now(), next_notice_at=None))


def notice_at(begin: datetime, until: datetime | None) -> datetime:
    """When somebody is reminded: a day before comments open, or sooner of a short term; of no term after a month."""
    return begin + _MONTH if until is None else until - min(_DAY, (until - begin) / 4)
