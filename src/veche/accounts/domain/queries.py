"""The registry for pages: one line for each account, and one account's passport."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from veche.accounts.domain.capability_rows import CapabilityRow, capability_rows
from veche.accounts.domain.page_changes import OPEN
from veche.accounts.domain.remarks import remark_on, remarks_of
from veche.accounts.enums import key_name
from veche.accounts.models import Account, Key, PageChange
from veche.accounts.order import by_network
from veche.kernel.clock import now
from veche.kit.moments import date_of, hour, is_today
from veche.networks.registry import NETWORKS
from veche.staff.compiled import this_moment
from veche.staff.models import Administration

EXPIRES_SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account in the switcher with its most important message. `tone`: bad, warn or empty."""

    account: Account
    words: str
    tone: str


@dataclass(frozen=True, slots=True)
class Place:
    """A key slot. `spent`: 0–100 of the key's lifetime, None if it does not expire.

    `lost`: when the key was revoked that nothing has replaced.
    """

    slot: str
    title: str
    key: Key | None
    spent: int | None
    soon: bool
    lost: datetime | None = None


def accounts_of(administration: Administration) -> QuerySet[Account]:
    """Accounts, open ones first, with keys, passport, people in charge and remarks of rooms above."""
    keys = living_and_lost_keys(administration).select_related("added_by").order_by("slot", "-pk")
    unexplained = PageChange.objects.of(administration).filter(account=OuterRef("pk"), verdict__in=OPEN)
    found: QuerySet[Account] = (
        Account.objects.of(administration)
        .annotate(is_altered=Exists(unexplained), **remarks_of(administration))
        .select_related("passport", "responsible", "stand_in", "keeper", "administration")
        .prefetch_related(Prefetch("keys", keys, to_attr="told_keys"))
        .order_by(F("closed_at").asc(nulls_first=True), by_network(), "title", "pk")
    )
    return found


def doubtful_keys(administration: Administration | int | OuterRef) -> QuerySet[Key]:
    """Keys refused, expiring, or revoked and not replaced: prefetch as `Account.doubtful_keys` for `lacks_key`."""
    refused, ends = Q(refused_at__isnull=False), Q(expires_at__isnull=False)
    doubtful = Q(revoked_at=None) & (refused | ends)
    found: QuerySet[Key] = Key.objects.of(administration).filter(doubtful | _not_replaced(administration))
    return found


def with_doubtful_keys(administration: Administration, path: str = "keys") -> Prefetch[str, QuerySet[Any], str]:
    """Prefetch what `lacks_key` reads; `path` leads to the accounts."""
    return Prefetch(path, doubtful_keys(administration), "doubtful_keys")


def accounts_by_id(administration: Administration) -> dict[int, Account]:
    """All accounts of the city, closed ones too, with `doubtful_keys`. Two queries."""
    accounts = Account.objects.of(administration).defer("inbox_cursor")
    return {account.pk: account for account in accounts.prefetch_related(with_doubtful_keys(administration))}


def living_and_lost_keys(administration: Administration) -> QuerySet[Key]:
    """Keys for pages: living ones, and revoked ones that were not replaced."""
    found: QuerySet[Key] = Key.objects.of(administration).filter(Q(revoked_at=None) | _not_replaced(administration))
    return found


def _not_replaced(administration: Administration | int | OuterRef) -> Q:
    """Filter for revoked keys with an empty slot. In VK either key works alone; elsewhere each is needed."""
    alone = [slug for slug, network in NETWORKS.items() if network.keys.each_suffices]
    living = Key.objects.of(administration).filter(account=OuterRef("account"), revoked_at=None)
    in_its_place = living.filter(Q(slot=OuterRef("slot")) | Q(account__network__in=alone))
    return Q(revoked_at__isnull=False) & ~Q(Exists(in_its_place))


def without_key(administration: Administration | OuterRef, *, account: str, at: str) -> Exists:
    """Filter for rows sent to `account` at the hour `at` (field names) that lack a key.

    One of its keys was refused, was revoked and not replaced, or will have expired.
    """
    keys = doubtful_keys(administration).filter(account=OuterRef(account))
    return Exists(keys.filter(_lost() | Q(expires_at__lte=OuterRef(at))))


def with_awaited_keys(accounts: QuerySet[Account], administration_id: int) -> QuerySet[Account]:
    """Annotate `awaits_key`: whether a key was refused, has expired, or was revoked and not replaced."""
    keys = _doubtful_keys_of_account(administration_id)
    return accounts.annotate(awaits_key=Exists(keys.filter(_lost() | Q(expires_at__lte=this_moment()))))


@lru_cache(maxsize=16)
def _doubtful_keys_of_account(administration_id: int) -> QuerySet[Key]:
    """Subquery, kept because building it takes as long as the rest of a query of accounts."""
    return doubtful_keys(administration_id).filter(account=OuterRef("pk"))


def awaits_key_at(administration: Administration, at: str) -> Exists:
    """`awaits_key` for accounts in a subquery of rows with the hour `at` (field name)."""
    keys = doubtful_keys(administration).filter(account=OuterRef("pk"))
    return Exists(keys.filter(_lost() | Q(expires_at__lte=OuterRef(OuterRef(at)))))


def awaits_key(account: Account, at: datetime) -> bool:
    """`awaits_key` of one account at the hour `at`. One query."""
    keys = doubtful_keys(account.administration_id).filter(account=account)
    return keys.filter(_lost() | Q(expires_at__lte=at)).exists()


def _lost() -> Q:
    return Q(refused_at__isnull=False) | Q(revoked_at__isnull=False)


def lacks_key(account: Account, at: datetime) -> bool:
    """Whether an account with `doubtful_keys` lacks a key; False if they were not prefetched."""
    keys = getattr(account, "doubtful_keys", ())
    return any(key.revoked_at or key.refused_at or (key.expires_at and key.expires_at <= at) for key in keys)


def lines(accounts: list[Account]) -> list[AccountLine]:
    return [AccountLine(account, *_said(account)) for account in accounts]


def living_keys(account: Account) -> list[Key]:
    """Living keys of an account of `accounts_of`."""
    return [key for key in account.told_keys if key.revoked_at is None]  # type: ignore[attr-defined] # from accounts_of


def lost_keys(account: Account) -> list[Key]:
    """Revoked and not replaced keys of an account of `accounts_of`."""
    return [key for key in account.told_keys if key.revoked_at is not None]  # type: ignore[attr-defined] # from accounts_of


def places(account: Account) -> list[Place]:
    living = {key.slot: key for key in living_keys(account)}
    lost = {key.slot: key.revoked_at for key in lost_keys(account)}
    slots = [slot.value for slot in NETWORKS[account.network].keys.slots]
    return [replace(_place(account, slot, living.get(slot)), lost=lost.get(slot)) for slot in slots]


def outcome_of(account: Account) -> str:
    """The result of the last «Проверить сейчас»; "" before the first."""
    passport = getattr(account, "passport", None)
    if passport is None:
        return ""
    if passport.trouble:
        return "узнать не вышло"
    said = _said_of_keys(account)
    if said:
        return said[0]
    modes = [known["mode"] for known in passport.abilities.values()]
    if all(mode == "auto" for mode in modes):
        return "сеть ответила, всё пойдёт само"
    return f"сеть ответила, само пойдёт {modes.count('auto')} из {len(modes)}"


def abilities(account: Account) -> list[CapabilityRow]:
    """Rows of the passport; empty until the network has answered."""
    passport = getattr(account, "passport", None)
    refusals = {key.refusal for key in living_keys(account) if key.refused_at}
    names = NETWORKS[account.network].keys.names
    return capability_rows(passport.abilities if passport else {}, refusals=refusals, names=names)


def _said(account: Account) -> tuple[str, str]:
    """The most important message and its tone."""
    zone = account.administration.time_zone
    if account.closed_at:
        return f"закрыт {_near(account.closed_at, zone)}", ""
    if account.unreachable_since:
        return f"нет связи с {_near(account.unreachable_since, zone)}", "bad"
    if of_keys := _said_of_keys(account):
        return of_keys
    if account.is_altered:  # type: ignore[attr-defined] # from accounts_of
        return "изменили в сети", "warn"
    if remark := remark_on(account):
        return remark
    return ("требует внимания", "warn") if account.trouble else ("всё в порядке", "")


def _said_of_keys(account: Account) -> tuple[str, str] | None:
    keys, lost, zone = living_keys(account), lost_keys(account), account.administration.time_zone
    ends = min((key.expires_at for key in keys if key.expires_at), default=None)
    if lost:
        return f"отозван {lost[0].name.lower()}", "bad"
    if not keys:
        return "ключа нет", "warn"
    if any(key.refused_at for key in keys):
        return "сеть не приняла ключ", "bad"
    if ends and ends <= now():
        return "срок ключа вышел", "bad"
    if ends and ends - now() < EXPIRES_SOON:
        return f"ключ до {_near(ends, zone)}", "warn"
    return None


def _near(moment: datetime, zone: str) -> str:
    """«08:10» today, «3 декабря» on another day."""
    return hour(moment, zone) if is_today(moment, zone) else date_of(moment, zone)


def _place(account: Account, slot: str, key: Key | None) -> Place:
    name = key_name(account.network, slot)
    if key is None or key.expires_at is None:
        return Place(slot, name, key, None, soon=False)
    whole, left = key.expires_at - key.added_at, key.expires_at - now()
    spent = 100 if whole <= timedelta() else min(100, max(0, round(100 * (1 - left / whole))))
    return Place(slot, name, key, spent, soon=left < EXPIRES_SOON)
