"""«Проверить сейчас»: ask the network what the present keys may do and store it in the passport."""

import time
from collections.abc import Mapping

from django.db import transaction

from veche.accounts.domain.clients import PATIENCE_SECONDS, open_account
from veche.accounts.domain.health import note_answered, note_trouble
from veche.accounts.models import Account, Key, Passport
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.kernel.crypto import CryptoError
from veche.networks.protocol import Ability, NetworkError, Operation
from veche.networks.registry import NETWORKS
from veche.staff.models import Person

CHECK_SECONDS = 20.0


def check(*, account: Account, by: Person | None = None) -> Passport:
    """Check the keys. Calls the network, so never inside a transaction. On failure the passport keeps its abilities."""
    try:
        abilities = open_account(account, patience=PATIENCE_SECONDS).abilities(
            deadline=time.monotonic() + CHECK_SECONDS
        )
    except NetworkError as error:
        note_trouble(account=account, error=error, ask_again=False)
        return _save(account, by, trouble=error.advice)
    except CryptoError as error:
        return _save(account, by, trouble=str(error))
    note_answered(account=account)
    return _save(account, by, abilities=abilities)


def _save(
    account: Account, by: Person | None, *, abilities: Mapping[Operation, Ability] | None = None, trouble: str = ""
) -> Passport:
    with transaction.atomic():
        moment = now()
        known = {"checked_at": moment, "trouble": trouble[:300]}
        if abilities is not None:
            known["abilities"] = {str(operation): plain(ability) for operation, ability in abilities.items()}
            _mark_keys(account, abilities)
        passport: Passport
        passport, _ = Passport.objects.update_or_create(
            administration=account.administration, account=account, defaults=known
        )
        # Asked for anew meanwhile: then the page waits for that answer, not for this one.
        asked = Account.objects.of(account.administration_id).filter(pk=account.pk)
        asked.filter(check_asked_at=account.check_asked_at).update(check_asked_at=None)
        facts = {"answered": abilities is not None, **_counted(abilities or {})}
        record(administration=account.administration, actor=by, verb="passport.checked", obj=account, facts=facts)
    return passport


def _mark_keys(account: Account, abilities: Mapping[Operation, Ability]) -> None:
    """Clear the refusal of keys that may do something; mark those that may do nothing as refused, with the reason."""
    living = Key.objects.of(account.administration_id).filter(account=account, revoked_at=None)
    keys = NETWORKS[account.network].keys
    for slot in {ability.slot for ability in abilities.values() if ability.slot is not None}:
        mine = [ability for ability in abilities.values() if ability.slot == slot]
        rows = living.filter(slot=slot.value)
        if any(ability.mode == "auto" for ability in mine):
            proven = keys.slots if keys.one_key else (slot,)
            living.filter(slot__in=proven).update(refused_at=None, refusal="")
        else:
            rows.filter(refused_at=None).update(refused_at=now(), refusal=mine[0].why[:300])


def plain(ability: Ability) -> dict[str, object]:
    return {
        "mode": ability.mode,
        "why": ability.why,
        "slot": ability.slot.value if ability.slot else None,
        "steps": list(ability.steps),
    }


def _counted(abilities: Mapping[Operation, Ability]) -> dict[str, int]:
    modes = [ability.mode for ability in abilities.values()]
    return {mode: modes.count(mode) for mode in sorted(set(modes))}
