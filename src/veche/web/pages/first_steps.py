"""«Ждёт вас» of IT on the first day: a new administration has neither pages in networks nor colleagues."""

from django.urls import reverse
from django.utils.translation import gettext as _

from veche.accounts.models import Account
from veche.staff.access import may
from veche.staff.enums import Role
from veche.staff.models import Appointment, Person
from veche.web.pages.row import Row, Verb


def first_rows(me: Person) -> list[Row]:
    """Each until it is done: an account, also a closed one; somebody of the press, also one who has not come yet.

    Two queries for who may connect.
    """
    if not may(me, "accounts.keys"):
        return []
    city, press = me.administration, (Role.PRESS_HEAD, Role.PRESS_OFFICER)
    connected = Account.objects.of(city).exists()
    invited = Appointment.objects.of(city).filter(role__in=press).exists()
    return [*([] if connected else [_connect()]), *([] if invited else [_invite()])]


def _connect() -> Row:
    url = reverse("accounts:connect")
    return Row(
        what=_("Подключите первую страницу города"),
        icon="plug-connected",
        tone="accent",
        rest=_("покажем, где взять ключ, и проверим его"),
        url=url,
        verbs=(Verb(_("Подключить"), url),),
    )


def _invite() -> Row:
    url = reverse("staff:invite")
    return Row(
        what=_("Пригласите пресс-службу"),
        icon="users",
        tone="accent",
        rest=_("начальника и специалистов: писать и согласовывать им"),
        url=url,
        verbs=(Verb(_("Пригласить"), url),),
    )
