"""Accounts of the city as pages need them: acts waiting to leave, doubtful keys."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from veche.accounts.domain.proposal_queries import OPEN_STATES
from veche.accounts.domain.queries import living_and_lost_keys
from veche.accounts.models import Account, AccountProposal, Key
from veche.kernel.clock import today
from veche.networks.protocol import Verb
from veche.outbox.domain.states import WAITING
from veche.outbox.models import Act
from veche.staff.compiled import compiled_once, this_moment
from veche.staff.domain.grants import CONFIRMERS, confirmable
from veche.staff.domain.roles import roles_of
from veche.staff.domain.working_hours import whats_filled
from veche.staff.models import Administration, Grant, Person
from veche.staff.together import rows_of_each


def shelf_of(
    administration: Administration, accounts: QuerySet[Account] | None = None, *, me: Person | None = None
) -> dict[int, Account]:
    """By id, closed ones too; `waiting` and `others`: due publications and other acts that have not left.

    With keys for `alerts` (`told_keys`) and `lacks_key` (`doubtful_keys`), and with `_of_city`. One query, two with
    `accounts`.

    `accounts`: the query of `accounts_of`, if the page also shows keys. `me`: who may confirm roles, for `alerts`.
    """
    if accounts is None:
        found = _with_keys(administration, me)
    else:
        told = _of_city(administration, me, today(administration.time_zone), confirms=_confirms(me))
        found = list(accounts.annotate(**_due(administration), **told))
    for account in found:
        account.doubtful_keys = account.told_keys  # type: ignore[attr-defined] # a living key without doubt lacks nothing
    return {account.pk: account for account in found}


def _with_keys(administration: Administration, me: Person | None) -> list[Account]:
    asked = _accounts.bind(administration, me, today(administration.time_zone), confirms=_confirms(me))
    found, keys = rows_of_each([asked, _keys.bind(administration)])
    for account in found:
        account.told_keys = [key for key in keys if key.account_id == account.pk]
        for key in account.told_keys:
            key.account = account
    return found


@compiled_once
def _keys(administration: Administration) -> QuerySet[Key]:
    return living_and_lost_keys(administration)


@compiled_once
def _accounts(administration: Administration, me: Person | None, day: date, *, confirms: bool) -> QuerySet[Account]:
    found: QuerySet[Account] = Account.objects.of(administration)
    told = _of_city(administration, me, day, confirms=confirms)
    return found.annotate(**_due(administration), **told)


def _of_city(administration: Administration, me: Person | None, day: date, *, confirms: bool) -> dict[str, Any]:
    """What pages ask about the city itself: the same on each account, so that it costs no query of its own."""
    waiting = AccountProposal.objects.of(administration).filter(state__in=OPEN_STATES)
    grants = confirmable(administration, me, day) if me and confirms else Grant.objects.of(administration).none()
    number = grants.order_by().values("administration").annotate(number=Count("pk")).values("number")
    told = {"has_proposals": Exists(waiting), "grants_for_me": Coalesce(Subquery(number), 0)}
    return told | whats_filled(administration)


def _confirms(me: Person | None) -> bool:
    """Whether grants are counted at all: others than these people confirm none."""
    return me is not None and not roles_of(me).isdisjoint(CONFIRMERS)


def known_of_city(administration: Administration, accounts: Iterable[Account], me: Person | None = None) -> Any:
    """A row with `_of_city`: the first of these accounts of `shelf_of`. One query if there are none."""
    first = next(iter(accounts), None)
    if first is not None:
        return first
    told = _of_city(administration, me, today(administration.time_zone), confirms=_confirms(me))
    return Administration.objects.annotate(**told).get(pk=administration.pk)


def _due(administration: Administration) -> dict[str, Coalesce]:
    due = Act.objects.of(administration).filter(account=OuterRef("pk"), state__in=WAITING, due_at__lte=this_moment())
    posts = Q(verb=Verb.PUBLISH)
    return {"waiting": _number(due.filter(posts)), "others": _number(due.exclude(posts))}


def _number(acts: QuerySet[Act]) -> Coalesce:
    of_account = acts.order_by().values("account").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(of_account), 0)
