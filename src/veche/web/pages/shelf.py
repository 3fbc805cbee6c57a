"""Accounts of the city as pages need them: acts waiting to leave, doubtful keys."""

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from veche.accounts.domain.queries import living_and_lost_keys
from veche.accounts.models import Account
from veche.kernel.clock import now
from veche.networks.protocol import Verb
from veche.outbox.domain.states import WAITING
from veche.outbox.models import Act
from veche.staff.models import Administration


def shelf_of(administration: Administration, accounts: QuerySet[Account] | None = None) -> dict[int, Account]:
    """By id, closed ones too; `waiting` and `others`: due publications and other acts that have not left.

    With keys for `alerts` (`told_keys`) and `lacks_key` (`doubtful_keys`). Two queries. `accounts`: the query of
    `accounts_of`, if the page also shows keys.
    """
    due = Act.objects.of(administration).filter(account=OuterRef("pk"), state__in=WAITING, due_at__lte=now())
    posts = Q(verb=Verb.PUBLISH)
    keys = Prefetch("keys", living_and_lost_keys(administration), "told_keys")
    asked = Account.objects.of(administration).prefetch_related(keys) if accounts is None else accounts
    found = list(asked.annotate(waiting=_number(due.filter(posts)), others=_number(due.exclude(posts))))
    for account in found:
        account.doubtful_keys = account.told_keys  # type: ignore[attr-defined] # a living key without doubt lacks nothing
    return {account.pk: account for account in found}


def _number(acts: QuerySet[Act]) -> Coalesce:
    of_account = acts.order_by().values("account").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(of_account), 0)
