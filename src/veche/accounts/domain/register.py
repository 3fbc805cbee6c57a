"""The registry: add an account, edit its passport, close it."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from veche.accounts.domain.health import ask_check
from veche.accounts.domain.proposal_links import note_closed, tie_registered
from veche.accounts.domain.webhook_removal import enqueue_unsubscribe, has_webhook
from veche.accounts.errors import AccountError
from veche.accounts.models import Account, Key
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.networks.addresses import NotAnAddress, parse_address
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
    "signature",
    "hashtags",
    "responsible",
    "stand_in",
    "keeper",
    "opened_on",
)
# Where to call: after a change the network is asked again what the keys may do.
_ADDRESS = frozenset({"username", "linked_group_id"})


def register(
    *,
    administration: Administration,
    by: Person,
    network: str,
    remote_id: str,
    fields: Mapping[str, Any],
    identified: bool = False,
) -> Account:
    """Add an account. `remote_id` as a person writes it: «club123», «-1001234567890»; `identified`: as the network
    itself has named it. Raises `AccountError`."""
    number = remote_id if identified else number_of(network, remote_id)
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
            tie_registered(account, by)
    except IntegrityError:
        raise AccountError("Этот аккаунт уже есть в реестре, второй раз не внесён. Откройте тот.") from None
    return account


def edit(*, account: Account, by: Person, fields: Mapping[str, Any]) -> list[str]:
    """Save changed fields and return their names; without changes nothing is written."""
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
    """Close the account and revoke its keys at once; published posts stay in the network.

    A webhook is unsubscribed first, then the keys are deleted (`webhook_removal`).
    """
    with transaction.atomic():
        moment = now()
        rows = Account.objects.of(account.administration_id).filter(pk=account.pk, closed_at=None)
        if not rows.update(closed_at=moment, poll_after=None, check_asked_at=None):
            raise AccountError("Аккаунт уже закрыт. Ничего не изменилось.")
        living = Key.objects.of(account.administration_id).filter(account=account, revoked_at=None)
        called = has_webhook(account)
        keys = living.update(revoked_at=moment, **({} if called else {"sealed": ""}))
        if called:
            enqueue_unsubscribe(account)
        record(
            administration=account.administration, actor=by, verb="account.closed", obj=account, facts={"keys": keys}
        )
        note_closed(account, by)


def number_of(network: str, written: str) -> str:
    """The network's own id: VK's and OK's without a sign, Telegram's chat with «-100», MAX's with a minus."""
    try:
        found = parse_address(network, written, home=settings.NETWORKS[network].get("pages", ""))
    except NotAnAddress as error:
        raise AccountError(error.sentence) from None
    if not found.number:
        raise AccountError("Номер по короткому имени знает только сеть. Впишите номер или нажмите «Подключить».")
    return found.number


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name in FIELDS}
