"""«Ждёт вас» of IT on the first day: no accounts and no colleagues yet."""

from collections.abc import Collection

from django.urls import reverse

from veche.accounts.models import Account
from veche.staff.access import may
from veche.staff.domain.queries import Member
from veche.staff.domain.working_hours import whats_filled
from veche.staff.models import Administration, Appointment, Person
from veche.web.navigation import PRESS
from veche.web.pages.row import Row, Verb


def first_rows(
    me: Person, accounts: Collection[Account], people: Collection[Member] | None = None, *, is_empty: bool = True
) -> list[Row]:
    """Rows until done: an account, even a closed one; somebody of the press, even if not signed in yet; a department;
    working hours that somebody has looked at.

    `accounts`, `people`: of the city. `is_empty`: nothing is planned yet; otherwise the last two are not asked for. One
    query for them, and one for the press if `people` is not given.
    """
    return [*_of_it(me, accounts, people), *(_of_the_bodies(me) if is_empty else [])]


def _of_it(me: Person, accounts: Collection[Account], people: Collection[Member] | None) -> list[Row]:
    if not may(me, "accounts.keys"):
        return []
    return [*([] if accounts else [_connect()]), *([] if _has_press(me.administration, people) else [_invite()])]


def _of_the_bodies(me: Person) -> list[Row]:
    if not may(me, "staff.manage_departments"):
        return []
    has_departments, has_hours = whats_filled(me.administration)
    return [*([] if has_departments else [_departments()]), *([] if has_hours else [_hours()])]


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
