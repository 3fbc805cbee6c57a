"""«Подключить»: a page and its keys are entered, the network identifies the page, then the account is registered.

Until then nothing is in the registry. The network is asked in its reading lane; the page polls the row.
"""

import time
from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from veche.accounts.domain.check import CHECK_SECONDS, plain
from veche.accounts.domain.clients import PATIENCE_SECONDS, http, keyring, opened
from veche.accounts.domain.keys import put_key
from veche.accounts.domain.pace import ReadRateLimiter
from veche.accounts.domain.register import register
from veche.accounts.models import Account, Connection, Passport
from veche.engine.by_name import task_named
from veche.engine.queues import reading
from veche.kernel.clock import now
from veche.kernel.crypto import CryptoError, Secret, row_binding, seal
from veche.kernel.redaction import conceal
from veche.networks.addresses import ParsedAddress
from veche.networks.errors import AGAIN
from veche.networks.protocol import NetworkError, Slot
from veche.networks.registry import NETWORKS, open_network, open_webhook_setup
from veche.networks.webhook_setup import PageIdentity
from veche.staff.models import Administration, Person
from veche.staff.tenancy import OwnedQuerySet

LOOK_AT_CONNECTION = "veche.accounts.tasks.look_at_connection"

KEPT_FOR = timedelta(days=1)


def begin(
    *, administration: Administration, by: Person, network: str, page: ParsedAddress, secrets: Mapping[str, Secret]
) -> Connection:
    """Seal the keys and enqueue the check. Deletes connections begun a day ago."""
    connection = Connection(
        administration=administration,
        by=by,
        network=network,
        number=page.number,
        name=page.name,
        training=settings.DEMO,
        asked_at=now(),
    )
    for secret in secrets.values():
        conceal(secret)
    connection.sealed = {
        slot: seal(keyring(), Secret(secret.reveal().strip()), aad=_binding(connection.pk, slot))
        for slot, secret in secrets.items()
    }
    with transaction.atomic():
        Connection.objects.of(administration).filter(is_old()).delete()
        connection.save(force_insert=True)
        _ask(connection)
    return connection


def ask_again(connection: Connection) -> None:
    """Check again: a missing right may have been granted meanwhile."""
    with transaction.atomic():
        _row(connection).update(asked_at=now(), answered_at=None, trouble="")
        _ask(connection)


def check_connection(connection: Connection) -> None:
    """Identify the page and its keys' abilities, and store the answer. Calls the network, so never inside a
    transaction."""
    try:
        place, abilities = _ask_network(connection)
    except NetworkError as error:
        _row(connection).update(answered_at=now(), trouble=_trouble(connection.network, error)[:300])
    except CryptoError as error:
        _row(connection).update(answered_at=now(), trouble=str(error)[:300])
    else:
        _row(connection).update(answered_at=now(), trouble="", found=asdict(place), abilities=abilities)


def finish(*, connection: Connection, by: Person, fields: Mapping[str, Any]) -> Account:
    """Register the account with its keys and abilities. Raises `AccountError`; nothing changes then."""
    place = PageIdentity(**connection.found)
    known = {"username": place.username, "url": place.url, "linked_group_id": place.linked_group_id}
    with transaction.atomic():
        account = register(
            administration=connection.administration,
            by=by,
            network=connection.network,
            remote_id=place.number,
            identified=True,
            fields={**known, **fields},
        )
        for slot, sealed in connection.sealed.items():
            put_key(
                account=account,
                slot=slot,
                secret=_opened(connection, slot, sealed),
                by=by,
                owner_name=place.owners.get(Slot(slot), "")[:120],
            )
        Passport.objects.create(
            administration=connection.administration,
            account=account,
            abilities=connection.abilities,
            checked_at=connection.answered_at or now(),
        )
        _row(connection).delete()
    return account


def give_up(connection: Connection) -> None:
    _row(connection).delete()


def is_old() -> Q:
    return Q(created_at__lt=now() - KEPT_FOR)


def _ask_network(connection: Connection) -> tuple[PageIdentity, dict[str, object]]:
    """The page's identity and what the keys may do there."""
    slug, network = connection.network, settings.NETWORKS[connection.network]
    keys = {Slot(slot): _opened(connection, slot, sealed) for slot, sealed in connection.sealed.items()}
    patient = ReadRateLimiter(connection.administration_id, None, patience_seconds=PATIENCE_SECONDS)
    way, deadline = http(slug).paced(patient), time.monotonic() + CHECK_SECONDS
    address = {"id": connection.number or "0", "pages": network.get("pages", "")}
    host = open_webhook_setup(slug, address=address, keys=keys, http=way, base_url=network["url"])
    place = host.identify_page(connection.name, deadline=deadline)
    address |= {"id": place.number, "username": place.username, "linked_group_id": place.linked_group_id}
    opened_there = open_network(slug, address=address, keys=keys, http=way, base_url=network["url"])
    abilities = opened_there.abilities(deadline=deadline)
    return place, {str(operation): plain(ability) for operation, ability in abilities.items()}


def _trouble(network: str, error: NetworkError) -> str:
    """The sentence for a person: a key just entered is mistyped rather than revoked, and only the button retries."""
    known = NETWORKS[network].keys.refused.get(error.code, "") if error.key_slot is not None else ""
    return known or error.advice.replace(AGAIN, "Нажмите «Спросить ещё раз»")


def _ask(connection: Connection) -> None:
    task_named(LOOK_AT_CONNECTION).using(queue_name=reading(connection.network)).enqueue(str(connection.pk))


def _opened(connection: Connection, slot: str, sealed: str) -> Secret:
    if connection.training != settings.DEMO:
        raise CryptoError("Ключи вписаны в другом городе, учебном или настоящем. Впишите их здесь ещё раз.")
    return opened(sealed, _binding(connection.pk, slot))


def _binding(pk: UUID, slot: str) -> str:
    return row_binding("accounts.Connection", slot, pk)


def _row(connection: Connection) -> OwnedQuerySet[Connection]:
    return Connection.objects.of(connection.administration_id).filter(pk=connection.pk)
