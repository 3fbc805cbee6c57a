"""Numbers that a network gives to posts: each belongs to one act."""

from django.db import connection

from veche.accounts.models import Account
from veche.outbox.enums import ActVerb
from veche.outbox.models import Act

HELD = (
    "Сеть назвала номер записи, который уже стоит у другой нашей отправки с теми же словами. Вышла ли эта, проверяем; "
    "второй раз не шлём."
)


def is_held(act: Act, remote_id: str) -> bool:
    """Whether another publication of this account has this number. Call it first in a transaction: until its end
    nobody else gives a number away in this account, so the answer stays true."""
    if act.verb != ActVerb.PUBLISH or not remote_id:
        return False
    lock_numbers(act.account)
    others = Act.objects.of(act.administration_id).filter(account_id=act.account_id, verb=ActVerb.PUBLISH)
    found: bool = others.filter(remote_id=remote_id).exclude(pk=act.pk).exists()
    return found


def lock_numbers(account: Account) -> None:
    if not connection.features.has_select_for_update:  # SQLite: who writes is alone
        return
    mine = Account.objects.of(account.administration_id).filter(pk=account.pk)
    list(mine.select_for_update(no_key=True).values_list("pk"))
