"""Requests to departments on «Сегодня»: which are late, and which wait for this person."""

from django.http import HttpRequest
from django.urls import reverse

from veche.kernel.clock import local, today
from veche.kit.menu import set_count
from veche.kit.moments import spoken, until
from veche.morphology.numerals import in_words
from veche.requests.domain.lateness import is_late
from veche.requests.domain.queries import Counts, mine, number_for, press_counts, tray_count
from veche.requests.enums import DEPARTMENTS_MOVE
from veche.requests.kinds import kind_of, own_page
from veche.requests.models import Request
from veche.staff.domain.roles import roles_of
from veche.staff.enums import PRESS, Role
from veche.staff.models import Person
from veche.web import words
from veche.web.pages.row import Row, Verb


def request_rows(request: HttpRequest, me: Person) -> tuple[list[Row], list[Row]]:
    """Rows of «Опаздывает» and of «Ждёт вас». One query, which also counts for the menu."""
    roles = roles_of(me)
    if PRESS & roles:
        return _of_press(request, me)
    return _of_curator(request, me) if Role.CURATOR in roles else ([], [])


def tray_rows(request: HttpRequest, me: Person) -> list[Row]:
    """What was sent to the bot and waits for the press service. The number of the menu."""
    number = tray_count(me)
    set_count(request, "tray", number)
    if not number:
        return []
    url = reverse("alarms:tray")
    sent = in_words(number, "сообщение", "сообщения", "сообщений", gender="Neut")
    verbs = (Verb("Разобрать", url),)
    what, rest = f"Боту прислали {sent}", "от сотрудников, ещё не разобрано"
    return [Row(what=what, icon="inbox", rest=rest, url=url, verbs=verbs, things=number)]


def _of_press(request: HttpRequest, me: Person) -> tuple[list[Row], list[Row]]:
    found = press_counts(me)
    set_count(request, "requests", number_for(me, found))
    late = in_words(found.late, "поручение опаздывает", "поручения опаздывают", "поручений опаздывают", gender="Neut")
    look = in_words(found.look, "поручение ждёт вас", "поручения ждут вас", "поручений ждут вас", gender="Neut")
    return (
        [_several(found.late, late, "срок ответа прошёл", "late", "clock-exclamation", "bad")] if found.late else [],
        [_several(found.look, look, _whose(found), "look", "inbox")] if found.look else [],
    )


def _whose(found: Counts) -> str:
    """From whom it comes that the press service must look at something."""
    asked, sent = "спрашивают Глава или заместители", "отделы прислали, спрашивают или просят передать другим"
    return "; ".join(([asked] if found.above else []) + ([sent] if found.look > found.above else []))


def _several(number: int, what: str, say: str, show: str, icon: str, tone: str = "") -> Row:
    url = f"{reverse('requests:list')}?show={show}"
    return Row(
        what=words.first_up(what),
        icon=icon,
        tone=tone,
        rest=say,
        url=url,
        verbs=(Verb("Посмотреть", url),),
        things=number,
    )


def _of_curator(request: HttpRequest, me: Person) -> tuple[list[Row], list[Row]]:
    city = me.administration
    asked = [one for one in mine(me) if one.state in DEPARTMENTS_MOVE]
    late = [one for one in asked if is_late(one)]
    ahead = [one for one in asked if one not in late]
    zone, day = city.time_zone, today(city.time_zone)
    soon = [one for one in ahead if local(one.due_at, zone).date() == day]
    set_count(request, "requests", len(late) + len(soon))
    # A sheet of approval has a row of its own, with the hour of its post.
    return [_row(one) for one in late if not own_page(one)], [_row(one) for one in ahead if not own_page(one)]


def _row(one: Request) -> Row:
    zone, kind, overdue = one.administration.time_zone, kind_of(one.kind), is_late(one)
    url = reverse("requests:detail", args=(one.pk,))
    return Row(
        what=one.title,
        icon="clock-exclamation" if overdue else kind.icon,
        tone="bad" if overdue else "",
        say=f"ждали {spoken(one.due_at, zone)}" if overdue else "",
        rest=kind.title if overdue else f"{kind.title}, {until(one.due_at, zone)}",
        url=url,
        verbs=(Verb(kind.button, url),),
    )
