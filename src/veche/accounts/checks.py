"""System checks that keep a training city and a real one apart, in keys and in networks; and that offer what is used.

Each key records whether it was entered in a training city (`Key.training`). A real key is never opened there
(domain/clients.py); these checks refuse the start, so that the mistake is named at once.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError

from veche.accounts.models import Account, Key
from veche.kernel.guard import LOOPBACK
from veche.networks.registry import NETWORKS

# What `veche run` demands of a demo before it starts (config/prepare.py) has this tag.
DEMO = "demo"


@register(Tags.security, DEMO)
def training_networks_only(**_: Any) -> list[CheckMessage]:
    if not settings.DEMO:
        return []
    return [
        Error(
            f"Учебный город не ходит в настоящие сети, а {slug} смотрит на {network['url']}.",
            hint="Запускайте учебный город командой veche run: она ставит адреса учебных сетей сама.",
            id="accounts.E001",
        )
        for slug, network in settings.NETWORKS.items()
        if slug in settings.OFFERED_NETWORKS and urlsplit(network["url"]).hostname not in LOOPBACK
    ]


@register(Tags.database, DEMO)
def keys_are_of_this_kind(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Runs only when databases are checked; before the tables exist there are no keys."""
    if not databases:
        return []
    try:
        strange = Key.objects.unscoped().filter(revoked_at=None).exclude(training=settings.DEMO).count()
    except DatabaseError:
        return []
    if not strange:
        return []
    if settings.DEMO:
        what = f"В этой базе настоящие ключи сетей: {strange}. Учебный город на ней не запустится."
    else:
        what = f"В этой базе ключи учебных сетей: {strange}. С ними настоящая работа не начнётся."
    hint = "Дайте учебному городу свою папку: VECHE_DATA. Ключи целы, ничего никуда не ушло."
    return [Error(what, hint=hint, id="accounts.E002")]


@register(Tags.database, DEMO)
def networks_in_use_are_offered(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """An open account of a network that is not offered has no queue, so nothing of it could be asked or sent."""
    if not databases:
        return []
    strange = Account.objects.unscoped().filter(closed_at=None).exclude(network__in=settings.OFFERED_NETWORKS)
    try:
        slugs = sorted(set(strange.values_list("network", flat=True)) & NETWORKS.keys())
    except DatabaseError:
        return []
    if not slugs:
        return []
    titles = ", ".join(NETWORKS[slug].title for slug in slugs)
    what = f"В реестре есть аккаунты сетей, которых эта установка не предлагает: {titles}."
    hint = f"Впишите в VECHE_NETWORKS: {','.join(slugs)}. Или закройте эти аккаунты, пока сеть включена."
    return [Error(what, hint=hint, id="accounts.E003")]
