"""The menu as data. A place is shown to its roles, once its URL exists."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from django.urls import NoReverseMatch, reverse

from veche.staff.enums import PRESS, Role

EVERYBODY = frozenset(Role)
INBOX = PRESS | {Role.CURATOR, Role.AUDITOR}

WORK = "Работа"
HOUSE = "Хозяйство"
RESULTS = "Итоги"


@dataclass(frozen=True, slots=True)
class Place:
    """`count`: the number beside it (`context.COUNTS`); `short`: its label in the phone's bar, if any."""

    label: str
    icon: str
    url_name: str
    group: str
    roles: frozenset[Role] = EVERYBODY
    count: str = ""
    short: str = ""


PLACES: tuple[Place, ...] = (
    Place("Сегодня", "home", "web:today", WORK, short="Сегодня"),
    Place("Мои поручения", "clipboard-list", "requests:mine", WORK, frozenset({Role.CURATOR}), "requests", "Поручения"),
    Place("План недели", "calendar-week", "web:week", WORK, short="План"),
    Place("Публикации", "file-text", "publishing:list", WORK, EVERYBODY - {Role.HEAD}),
    Place(
        "Согласование",
        "checks",
        "approval:list",
        WORK,
        frozenset({Role.PRESS_HEAD}),
        count="approval",
        short="Согласовать",
    ),
    # Whoever cannot decide reads there: no verb of theirs.
    Place(
        "Ждут согласия",
        "checks",
        "approval:list",
        WORK,
        EVERYBODY - {Role.PRESS_HEAD},
        short="Согласие",
    ),
    Place("Входящие", "messages", "web:inbox", WORK, INBOX, "inbox", "Входящие"),
    Place("Дела", "message-question", "cases:list", WORK, PRESS | {Role.HEAD, Role.DEPUTY_HEAD, Role.AUDITOR}),
    Place(
        "Слухи",
        "alert-triangle",
        "rumours:list",
        WORK,
        PRESS | {Role.HEAD, Role.DEPUTY_HEAD, Role.AUDITOR, Role.IT},
    ),
    Place("Жалобы", "shield-question", "appeals:list", WORK, PRESS | {Role.HEAD, Role.AUDITOR}),
    Place(
        "Поручения",
        "clipboard-list",
        "requests:list",
        WORK,
        PRESS | {Role.HEAD, Role.DEPUTY_HEAD},
        "requests",
        "Поручения",
    ),
    Place("Присланное", "inbox", "alarms:tray", WORK, PRESS, "tray"),
    Place("Медиатека", "photo", "media:files", HOUSE, PRESS | {Role.CURATOR, Role.HEAD, Role.AUDITOR, Role.IT}),
    Place("Отделы", "sitemap", "staff:departments", HOUSE),
    Place("Аккаунты", "id-badge-2", "outbox:accounts", HOUSE, EVERYBODY - {Role.CURATOR, Role.HEAD, Role.DEPUTY_HEAD}),
    Place("Люди", "users", "staff:people", HOUSE, frozenset({Role.IT, Role.PRESS_HEAD})),
    Place("Кто замещает", "user-check", "staff:acting_head", HOUSE, frozenset({Role.HEAD})),
    Place("Рабочее время", "clock", "staff:hours", HOUSE, frozenset({Role.IT, Role.PRESS_HEAD})),
    Place(
        "Проверка записей",
        "shield-check",
        "compliance:checks",
        HOUSE,
        PRESS | {Role.IT, Role.AUDITOR},
    ),
    Place("Боты", "robot", "alarms:bots", HOUSE, frozenset({Role.IT, Role.PRESS_HEAD})),
    Place("Отправки", "send", "outbox:list", RESULTS, PRESS | {Role.IT, Role.AUDITOR}),
    Place(
        "Журнал",
        "book-2",
        "journal:list",
        RESULTS,
        frozenset({Role.PRESS_HEAD, Role.IT, Role.HEAD, Role.AUDITOR}),
    ),
)
PAUSE_URL = "publishing:pause"
# Who may begin one: `publishing.rules`.
PAUSE_ROLES = PRESS | {Role.HEAD}
FREEZE_URL = "outbox:freeze"
FREEZE_ROLES = frozenset({Role.PRESS_OFFICER, Role.PRESS_HEAD, Role.HEAD, Role.IT})
RELEASE_ROLES = FREEZE_ROLES - {Role.PRESS_OFFICER}


@dataclass(frozen=True, slots=True)
class Link:
    """`count_key`: the key of its number in `counts` of `groups`, "" if it has none."""

    label: str
    icon: str
    url: str
    count: int
    short: str
    active: bool
    count_key: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    links: tuple[Link, ...]


def groups(roles: Collection[Role], *, counts: Mapping[str, int], path: str) -> tuple[Group, ...]:
    """The menu for these roles; `path`: URL of the current page."""
    seen = [(place, url) for url, place in _places_of(frozenset(roles)).items()]
    # «Сегодня» is the root of all addresses, but not the place of every page.
    here = max(
        (url for _place, url in seen if path == url or (url != "/" and path.startswith(url))), key=len, default=""
    )
    links = [(place.group, _link(place, url, counts.get(place.count, 0), active=url == here)) for place, url in seen]
    titles = dict.fromkeys(title for title, _link in links)
    return tuple(Group(title, tuple(link for of, link in links if of == title)) for title in titles)


def _link(place: Place, url: str, count: int, *, active: bool) -> Link:
    return Link(place.label, place.icon, url, count, place.short, active, place.count)


def _places_of(roles: frozenset[Role]) -> dict[str, Place]:
    """Places by URL; of two places with one URL the first is shown."""
    found: dict[str, Place] = {}
    for place in PLACES:
        if place.roles & roles and (url := url_of(place.url_name)):
            found.setdefault(url, place)
    return found


@cache
def url_of(name: str) -> str:
    """The URL of a named page, "" if there is none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
