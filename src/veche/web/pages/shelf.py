"""Accounts of the city as pages need them: acts waiting to leave, doubtful keys."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce

from veche.accounts.domain.proposal_queries import OPEN_STATES
from veche.accounts.domain.queries import living_and_lost_keys
from veche.accounts.models import Account, AccountProposal
from veche.networks.protocol import Verb
from veche.outbox.domain.states import WAITING
from veche.outbox.models import Act
from veche.staff.compiled import compiled_once, this_moment
from veche.staff.domain.working_hours import whats_filled
from veche.staff.models import Administration, Grant, Person


def shelf_of(
    administration: Administration, accounts: QuerySet[Account] | None = None, *, me: Person | None = None
) -> dict[int, Account]:
    """By id, closed ones too; `waiting` and `others`: due publications and other acts that have not left.

    With keys for `alerts` (`told_keys`) and `lacks_key` (`doubtful_keys`), and with `_of_city`. Two queries.

    `accounts`: the query of `accounts_of`, if the page also shows keys. `me`: who may confirm roles, for `alerts`.
    """
    if accounts is None:
        found = _accounts(administration, me)
        keys = living_and_lost_keys(administration)
        prefetch_related_objects(found, Prefetch("keys", keys, "told_keys"))
    else:
        found = list(accounts.annotate(**_due(administration), **_of_city(administration, me)))
    for account in found:
        account.doubtful_keys = account.told_keys  # type: ignore[attr-defined] # a living key without doubt lacks nothing
    return {account.pk: account for account in found}


@compiled_once
def _accounts(administration: Administration, me: Person | None) -> QuerySet[Account]:
    found: QuerySet[Account] = Account.objects.of(administration)
    return found.annotate(**_due(administration), **_of_city(administration, me))


def _of_city(administration: Administration, me: Person | None) -> dict[str, Any]:
    """What pages ask about the city itself: the same on each account, so that it costs no query of its own."""
    waiting = AccountProposal.objects.of(administration).filter(state__in=OPEN_STATES)
    of_me = {"grants_for_me": _number_for(me, administration)} if me is not None else {}
    return {"has_proposals": Exists(waiting), **of_me, **whats_filled(administration)}


def _number_for(me: Person, administration: Administration) -> Coalesce:
    """Roles and resets that wait and do not concern the person (`staff.domain.grants.concerns`)."""
    grants = Grant.objects.of(administration).exclude(asked_by=me).exclude(person=me).order_by()
    return Coalesce(Subquery(grants.values("administration").annotate(number=Count("pk")).values("number")), 0)


def known_of_city(administration: Administration, accounts: Iterable[Account], me: Person | None = None) -> Any:
    """A row with `_of_city`: the first of these accounts of `shelf_of`. One query if there are none."""
    first = next(iter(accounts), None)
    return first or Administration.objects.annotate(**_of_city(administration, me)).get(pk=administration.pk)


def _due(administration: Administration) -> dict[str, Coalesce]:
    due = Act.objects.of(administration).filter(account=OuterRef("pk"), state__in=WAITING, due_at__lte=this_moment())
    posts = Q(verb=Verb.PUBLISH)
    return {"waiting": _number(due.filter(posts)), "others": _number(due.exclude(posts))}


def _number(acts: QuerySet[Act]) -> Coalesce:
    of_account = acts.order_by().values("account").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(of_account), 0)
