"""Context of every page besides its own: menu, city, person, freeze.

Lazy: a page or fragment without the frame asks the database nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from veche.approval.domain.queries import reading_of_waits as waits_for
from veche.engine.pulse import Silence, silence
from veche.kit.menu import known_counts
from veche.kit.moments import spoken
from veche.moderation.domain.queries import reading_of_waiting
from veche.outbox.domain.frozen import reading_of_freeze
from veche.outbox.domain.paused import reading_of_pause
from veche.outbox.models import Freeze, Pause
from veche.requests.domain.queries import reading_of_waits as requests_for
from veche.requests.domain.queries import tray_count
from veche.staff.access import may, person_of
from veche.staff.domain.found import name_at_the_door
from veche.staff.domain.memberships import working_rows
from veche.staff.domain.roles import roles_of
from veche.staff.enums import Role
from veche.staff.models import Person
from veche.staff.session_store import works_elsewhere
from veche.staff.together import Reading, read_together
from veche.web import navigation


def comments_for(person: Person) -> Reading[int]:
    """The number beside «Входящие»; 0, without a query, for people without an inbox."""
    if not navigation.INBOX & roles_of(person):
        return Reading(None, len)
    return reading_of_waiting(person.administration, private=may(person, "inbox.see_private"))


# The numbers of the menu: the key of a `navigation.Place` and the room's query that counts for one person. It is asked
# where the page has not set the number (`kit.menu.set_count`).
COUNTS: dict[str, Callable[[Person], Reading[int]]] = {
    "approval": waits_for,
    "inbox": comments_for,
    "requests": requests_for,
}

THEMES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Shell:
    city: str
    theme: str
    role: str
    groups: tuple[navigation.Group, ...]
    freeze: Freeze | None
    freeze_url: str
    # `pause_url`: of the page about it; "" where nobody paused and this person may not.
    pause: Pause | None = None
    pause_url: str = ""
    worker_silence: str = ""
    # Of who works in several administrations: as whom in each.
    works: tuple[Person, ...] = ()
    works_as: Person | None = None

    @property
    def phone(self) -> tuple[navigation.Link, ...]:
        """Links of the phone's bottom bar: at most four, the rest under «Ещё»."""
        return tuple(link for group in self.groups for link in group.links if link.short)[:4]


def shell(request: HttpRequest) -> dict[str, object]:
    return {"shell": SimpleLazyObject(lambda: _shell(request))}


def _shell(request: HttpRequest) -> Shell:
    theme = request.COOKIES.get("theme", "")
    theme = theme if theme in THEMES else ""
    person = getattr(request, "user", None)
    if not isinstance(person, Person) or not person.is_authenticated:
        return Shell(name_at_the_door(), theme, "", (), None, "")
    person = person_of(request)
    roles = roles_of(person)
    freeze, counts = _freeze_and_counts(request, person)
    may_turn = navigation.RELEASE_ROLES if freeze else navigation.FREEZE_ROLES
    return Shell(
        city=person.administration.city,
        theme=theme,
        role=str(next((role.label for role in Role if role in roles), "")),
        groups=navigation.groups(roles, counts=counts, path=request.path),
        freeze=freeze,
        freeze_url=navigation.url_of(navigation.FREEZE_URL) if may_turn & roles else "",
        pause=(pause := pause_of(request)),
        pause_url=navigation.url_of(navigation.PAUSE_URL) if pause or navigation.PAUSE_ROLES & roles else "",
        worker_silence=worker_silence(request),
        works=tuple(working_rows(person)) if works_elsewhere(request) else (),
        works_as=person,
    )


def _freeze_and_counts(request: HttpRequest, person: Person) -> tuple[Freeze | None, dict[str, int]]:
    """What the frame shows besides the page. One query for all that the page has not read itself."""
    told = known_counts(request)
    missing = [key for key in COUNTS if key not in told]
    held = () if hasattr(request, "freeze") else _holds(person)
    found = read_together(*held, *(COUNTS[key](person) for key in missing))
    if held:
        request.freeze, request.pause = found[:2]  # type: ignore[attr-defined]
    told.update(zip(missing, found[len(held) :], strict=True))
    # The tray stands in the numbers of the requests, which are read by now.
    told["tray"] = tray_count(person)
    return freeze_of(request), told


def _holds(person: Person) -> tuple[Reading[Freeze | None], Reading[Pause | None]]:
    return reading_of_freeze(person.administration), reading_of_pause(person.administration)


def freeze_of(request: HttpRequest) -> Freeze | None:
    """The freeze in force, for the page and its bar. One query for a request, with `pause_of`."""
    if not hasattr(request, "freeze"):
        request.freeze, request.pause = read_together(*_holds(person_of(request)))  # type: ignore[attr-defined]
    found: Freeze | None = request.freeze  # type: ignore[attr-defined]
    return found


def pause_of(request: HttpRequest) -> Pause | None:
    """The pause in force, for the page and its bar."""
    freeze_of(request)
    found: Pause | None = request.pause  # type: ignore[attr-defined]
    return found


def worker_silence(request: HttpRequest) -> str:
    """A sentence while no worker runs, for publishers and IT. Computed once a request."""
    if not hasattr(request, "worker_silence"):
        person = person_of(request)
        roles = roles_of(person)
        silent = silence() if navigation.FREEZE_ROLES & roles else None
        request.worker_silence = _silence(person, silent, starts_it=Role.IT in roles) if silent else ""  # type: ignore[attr-defined]
    return str(request.worker_silence)  # type: ignore[attr-defined]


def _silence(person: Person, silent: Silence, *, starts_it: bool) -> str:
    if starts_it:
        todo = "Запустите его: systemctl start veche-worker. Не поднимается — veche doctor назовёт причину."
    else:
        todo = "Позовите отдел ИТ: обработчик запускают командой systemctl start veche-worker."
    if silent.since is None:
        said = "Обработчик Вече не работает: он ещё ни разу не отозвался."
    else:
        when = spoken(silent.since, person.administration.time_zone)
        said = f"Обработчик Вече не работает, последний раз он отозвался {when}."
    return f"{said} Ничего не уходит, и новое из сетей не приходит. {todo}"
