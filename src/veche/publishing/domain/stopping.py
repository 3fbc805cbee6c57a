"""What an account would stop sending without a key, as a sentence."""

from django.db.models import QuerySet

from veche.accounts.models import Account
from veche.kernel.bidi import isolated
from veche.kit.moments import spoken
from veche.networks.protocol import Verb
from veche.outbox.domain.states import STILL_TO_LEAVE
from veche.outbox.models import Act

NAMED = 5


def stopping(account: Account) -> str:
    """Its planned or frozen posts, next first, each with its hour. One query."""
    zone = account.administration.time_zone
    posts = list(_posts(account).values_list("title", "due_at"))
    if not posts:
        return ""
    named = ", ".join(f"«{isolated(title)}» {spoken(due, zone)}" for title, due in posts[:NAMED])
    more = len(posts) - NAMED
    return f"Остановятся записи: {named} и ещё {more}." if more > 0 else f"Остановятся записи: {named}."


def _posts(account: Account) -> "QuerySet[Act]":
    rows: QuerySet[Act] = Act.objects.of(account.administration_id).filter(
        account=account, verb=Verb.PUBLISH, state__in=STILL_TO_LEAVE
    )
    return rows.order_by("due_at", "pk")
