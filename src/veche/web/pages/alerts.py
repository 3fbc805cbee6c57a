"""Alerts above a page: broken journal, silent network, refused or expiring key."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse

from veche.accounts.domain.abilities import POSTS_WAIT
from veche.accounts.models import Account
from veche.journal.domain.checked import trouble_of, trouble_of_chain
from veche.kernel.clock import now
from veche.kit.moments import date_of, hour, is_today, spoken
from veche.morphology.numerals import form, in_words
from veche.staff.access import may
from veche.staff.models import Person
from veche.web import words
from veche.web.pages.shelf import known_of_city

ENDS_SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Alert:
    strong: str
    rest: str
    icon: str
    tone: str
    url: str = ""
    verb: str = ""


def alerts(me: Person, shelf: Iterable[Account]) -> list[Alert]:
    """The alerts. `shelf`: accounts of `shelf_of` for `me`. At most one query: the journal's mark."""
    zone = me.administration.time_zone
    queue = f"{reverse('outbox:list')}?state=held" if may(me, "outbox.see") else ""
    keys = reverse("outbox:accounts") if may(me, "accounts.see") else ""
    accounts = list(shelf)
    opened = [account for account in accounts if account.closed_at is None]
    found = [alert for account in opened for alert in (*_silent(account, zone, queue), *_keys(account, zone, keys))]
    return _journal(me) + _grants(known_of_city(me.administration, accounts, me).grants_for_me) + found


def _journal(me: Person) -> list[Alert]:
    if not may(me, "journal.read") or not trouble_of(me.administration):
        return []
    broken = trouble_of_chain(me.administration)
    strong = "Журнал нарушен." if broken else "Доказательства не сходятся с журналом."
    rest = "Проверка не сошлась. Ничего не трогайте и позовите отдел ИТ."
    return [Alert(strong, rest, "shield-x", "bad", reverse("journal:list"), "Что найдено")]


def _grants(number: int) -> list[Alert]:
    """Roles and resets that wait for this person."""
    if not number:
        return []
    strong = f"Ждут вашего подтверждения: {number}."
    rest = "Отдел ИТ даёт роль или сбрасывает второй шаг входа. Без вас это ничего не откроет."
    return [Alert(strong, rest, "user-check", "warn", reverse("staff:waiting"), "Посмотреть")]


def _silent(account: Account, zone: str, url: str) -> list[Alert]:
    if account.unreachable_since is None:
        return []
    since = account.unreachable_since
    when = hour(since, zone) if is_today(since, zone) else spoken(since, zone).replace(" в ", ", ")
    return [
        Alert(
            strong=f"{account.get_network_display()} не отвечает с {when}.",
            rest=_waiting(getattr(account, "waiting", 0), getattr(account, "others", 0)),
            icon="plug-connected-x",
            tone="warn",
            url=f"{url}&network={account.network}" if url else "",
            verb="Что ждёт",
        )
    ]


def _waiting(posts: int, others: int) -> str:
    if not posts + others:
        return "Проверяем каждые несколько секунд, записи на месте."
    records = words.first_up(in_words(posts, "запись", "записи", "записей", gender="Fem"))
    acts = in_words(others, "действие", "действия", "действий", gender="Neut")
    if posts and others:
        return f"{records} и ещё {acts} ждут в очереди и уйдут сами, когда связь вернётся."
    if posts:
        one = f"{records} ждёт в очереди и уйдёт сама, когда связь вернётся."
        return form(posts, one, *[f"{records} ждут в очереди и уйдут сами, когда связь вернётся."] * 2)
    one = f"{words.first_up(acts)} ждёт в очереди и уйдёт само, когда связь вернётся."
    return form(others, one, *[f"{words.first_up(acts)} ждут в очереди и уйдут сами, когда связь вернётся."] * 2)


def _keys(account: Account, zone: str, url: str) -> list[Alert]:
    found = []
    revoked: set[str] = set()
    for key in getattr(account, "told_keys", ()):
        about = f"{account.get_network_display()}: {key.name.lower()}"
        if key.revoked_at is not None:
            revoked.add(about)
        elif key.refused_at is not None:
            found.append(Alert(*_refused(about, key.refusal), "key", "bad", url, "К ключам"))
        elif key.expires_at is not None and key.expires_at < now() + ENDS_SOON:
            strong = f"{about} действует до {date_of(key.expires_at, zone)}."
            found.append(Alert(strong, "Потом записи будут ждать нового ключа.", "key", "warn", url, "К ключам"))
    return [*(_revoked(about, url) for about in sorted(revoked)), *found]


def _refused(about: str, refusal: str) -> tuple[str, str]:
    """The problem and details; a network's sentence that names the key is not repeated."""
    said, _stop, rest = refusal.partition(". ")
    if rest and " не принял ключ" in said:
        return f"{said}.", rest
    return f"{about} не принят.", refusal or "Введите новый."


def _revoked(about: str, url: str) -> Alert:
    strong = f"{about} отозван."
    return Alert(strong, str(POSTS_WAIT), "key", "bad", url, "К ключам")
