"""The registry: an account comes in, its passport is kept up to date, and it is closed."""

import re
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from veche.accounts.domain.health import ask_check
from veche.accounts.enums import NetworkSlug
from veche.accounts.errors import AccountError
from veche.accounts.models import Account, Key
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.staff.models import Administration, Person

# The fields of a passport that people fill in.
FIELDS = (
    "title",
    "username",
    "url",
    "linked_group_id",
    "legal_basis",
    "category",
    "state_mark",
    "comments_mode",
    "rules_url",
    "responsible",
    "stand_in",
    "keeper",
    "opened_on",
)
# Where to call: after a change the network is asked again what the keys may do.
_ADDRESS = frozenset({"username", "linked_group_id"})


def register(
    *, administration: Administration, by: Person, network: str, remote_id: str, fields: Mapping[str, Any]
) -> Account:
    """`remote_id` as a person writes it: «club123», «-1001234567890». Raises `AccountError`."""
    number = number_of(network, remote_id)
    account = Account(administration=administration, network=network, remote_id=number, **_known(fields))
    try:
        with transaction.atomic():
            account.save(force_insert=True)
            record(
                administration=administration,
                actor=by,
                verb="account.registered",
                obj=account,
                facts={"network": network, "remote_id": number},
            )
    except IntegrityError:
        raise AccountError(_("Этот аккаунт уже есть в реестре, второй раз не внесён. Откройте тот.")) from None
    return account


def edit(*, account: Account, by: Person, fields: Mapping[str, Any]) -> list[str]:
    """Returns the names of the fields that changed; when none did, nothing is written."""
    with transaction.atomic():
        fresh: Account = Account.objects.of(account.administration_id).select_for_update().get(pk=account.pk)
        changed = [name for name, value in _known(fields).items() if getattr(fresh, name) != value]
        if not changed:
            return []
        for name in changed:
            setattr(fresh, name, fields[name])
        fresh.save(update_fields=changed)
        if _ADDRESS & set(changed):
            ask_check(account=fresh, by=by, anew=True)
        facts = {"changed": changed}
        record(administration=fresh.administration, actor=by, verb="account.edited", obj=fresh, facts=facts)
    return changed


def close(*, account: Account, by: Person) -> None:
    """Its keys are revoked at once, so that nothing goes out any more; what stood there stays in the network."""
    with transaction.atomic():
        moment = now()
        rows = Account.objects.of(account.administration_id).filter(pk=account.pk, closed_at=None)
        if not rows.update(closed_at=moment, poll_after=None, check_asked_at=None):
            raise AccountError(_("Аккаунт уже закрыт. Ничего не изменилось."))
        living = Key.objects.of(account.administration_id).filter(account=account, revoked_at=None)
        keys = living.update(revoked_at=moment, sealed="")
        record(
            administration=account.administration, actor=by, verb="account.closed", obj=account, facts={"keys": keys}
        )


def number_of(network: str, written: str) -> str:
    """The network's own number: VK's and OK's without a sign, Telegram's chat with «-100», MAX's with a minus."""
    text = written.strip()
    if network == NetworkSlug.TELEGRAM:
        if not re.fullmatch(r"-100\d{5,15}", text):
            raise AccountError(_("Номер канала в Телеграме начинается с «-100»: -1001234567890. Исправьте его."))
        return text
    if network == NetworkSlug.OK:
        return _group_of_ok(text)
    if network == NetworkSlug.MAX:
        if not re.fullmatch(r"-\d{5,18}", text):
            raise AccountError(_("Номер канала в MAX начинается с минуса: -70801090403050. Его называет бот в канале."))
        return text
    found = re.fullmatch(r"(?:https?://)?(?:m\.)?(?:vk\.(?:com|ru)/)?(?:club|public|-)?(\d{1,12})/?", text)
    if not found or not int(found[1]):
        raise AccountError(
            _("Номер сообщества ВКонтакте пишется цифрами: club123456 или 123456. Он есть в его настройках.")
        )
    return str(int(found[1]))


def _group_of_ok(text: str) -> str:
    found = re.fullmatch(r"(?:https?://)?(?:m\.|www\.)?(?:ok\.ru/)?(?:group/)?(\d{8,18})/?", text)
    if not found:
        raise AccountError(
            _("Номер группы в Одноклассниках пишется цифрами: 54000000000001. Он есть в её адресе, ok.ru/group/….")
        )
    return found[1]


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name in FIELDS}
