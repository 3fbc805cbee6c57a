"""«Ждёт вас» of IT on the first day: no accounts and no colleagues yet."""

from collections.abc import Collection

from django.urls import reverse

from veche.accounts.models import Account
from veche.staff.access import may
from veche.staff.domain.queries import Member
from veche.staff.enums import PRESS
from veche.staff.models import Administration, Appointment, Person
from veche.web.pages.row import Row, Verb
from veche.web.pages.shelf import known_of_city


def first_rows(me: Person, accounts: Collection[Account], people: Collection[Member] | None = None) -> list[Row]:
    """Rows until done: an account, even a closed one; somebody of the press, even if not signed in yet; a department;
    working hours that somebody has looked at.

    `accounts`: of `shelf_of`. One query for the press if `people` is not given, and one without accounts.
    """
    return [*_of_it(me, accounts, people), *_of_the_bodies(me, accounts)]


def _of_it(me: Person, accounts: Collection[Account], people: Collection[Member] | None) -> list[Row]:
    if not may(me, "accounts.keys"):
        return []
    return [*([] if accounts else [_connect()]), *([] if _has_press(me.administration, people) else [_invite()])]


def _of_the_bodies(me: Person, accounts: Collection[Account]) -> list[Row]:
    if not may(me, "staff.manage_departments"):
        return []
    known = known_of_city(me.administration, accounts)
    return [*([] if known.has_departments else [_departments()]), *([] if known.has_hours else [_hours()])]


def _has_press(city: Administration, people: Collection[Member] | None) -> bool:
    if people is None:
        return Appointment.objects.of(city).filter(role__in=PRESS).exists()
    return any(one.role in PRESS for member in people for one in member.appointments)


def _departments() -> Row:
    url = reverse("staff:load_table")
    return Row(
        what="Заведите отделы и кураторов",
        icon="sitemap",
        tone="accent",
        rest="таблицей сразу все или по одному: у кого просить материал",
        url=url,
        verbs=(Verb("Загрузить таблицу", url),),
    )


def _hours() -> Row:
    url = reverse("staff:hours")
    return Row(
        what="Проверьте рабочее время",
        icon="clock",
        tone="accent",
        rest="по нему считаем сроки; там же те, кто дежурит",
        url=url,
        verbs=(Verb("Проверить", reverse("staff:change_hours")),),
    )


def _connect() -> Row:
    url = reverse("accounts:connect")
    return Row(
        what="Подключите первую страницу города",
        icon="plug-connected",
        tone="accent",
        rest="покажем, где взять ключ, и проверим его",
        url=url,
        verbs=(Verb("Подключить", url),),
    )


def _invite() -> Row:
    url = reverse("staff:invite")
    return Row(
        what="Пригласите пресс-службу",
        icon="users",
        tone="accent",
        rest="начальника и специалистов: писать и согласовывать им",
        url=url,
        verbs=(Verb("Пригласить", url),),
    )
