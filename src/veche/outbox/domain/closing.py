"""Close an account. A person first cancels the acts planned for it, which would only fail without keys.

Withdrawals stay: without keys they become cards, and a person takes the post down.
"""

from django.db import transaction
from django.db.models import QuerySet

from veche.accounts.domain.register import close
from veche.accounts.models import Account
from veche.journal.domain.record import record
from veche.outbox.domain.freeze import lock_gate
from veche.outbox.domain.overtaken import NEVER_GIVEN_UP
from veche.outbox.domain.plan import cancel as take_back
from veche.outbox.domain.states import STILL_TO_LEAVE
from veche.outbox.errors import StillPlanned
from veche.outbox.models import Act
from veche.staff.models import Person


def planned_for(account: Account) -> QuerySet[Act]:
    """Acts that would still leave by themselves and may be cancelled, soonest first; frozen ones included."""
    mine = Act.objects.of(account.administration_id).filter(account=account)
    found: QuerySet[Act] = mine.filter(state__in=STILL_TO_LEAVE)
    return found.exclude(verb__in=NEVER_GIVEN_UP).order_by("due_at", "pk")


def close_account(*, account: Account, by: Person, cancel: bool) -> int:
    """Close the account and return the number of cancelled acts.

    Raises `StillPlanned` if there are some and `cancel` is False, and `AccountError` if it is closed already; nothing
    changes then.
    """
    with transaction.atomic():
        lock_gate(account.administration_id)  # no call begins meanwhile
        standing = list(planned_for(account))
        if standing and not cancel:
            raise StillPlanned("Отметьте, что отправки снять, или оставьте аккаунт открытым. Ничего не изменилось.")
        for act in standing:
            take_back(act=act, reason="Сняли: аккаунт закрыт.")
            record(administration=account.administration, actor=by, verb="act.given_up", obj=act, facts={})
        close(account=account, by=by)
    return len(standing)
