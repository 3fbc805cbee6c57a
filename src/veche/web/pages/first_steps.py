"""«Ждёт вас» of IT on the first day: a new administration has neither pages in networks nor colleagues."""

from django.urls import reverse
from django.utils.translation import gettext as _

from veche.accounts.models import Account
from veche.staff.access import may
from veche.staff.models import Person
from veche.web.pages.row import Row, Verb


def first_rows(me: Person) -> list[Row]:
    """Empty as soon as there is an account, also a closed one. One query for who may connect."""
    if not may(me, "accounts.keys") or Account.objects.of(me.administration).exists():
        return []
    connect, invite = reverse("accounts:connect"), reverse("staff:invite")
    return [
        Row(
            what=_("Подключите первую страницу города"),
            icon="plug-connected",
            tone="accent",
            rest=_("покажем, где взять ключ, и проверим его"),
            url=connect,
            verbs=(Verb(_("Подключить"), connect),),
        ),
        Row(
            what=_("Пригласите пресс-службу"),
            icon="users",
            tone="accent",
            rest=_("начальника и специалистов: писать и согласовывать им"),
            url=invite,
            verbs=(Verb(_("Пригласить"), invite),),
        ),
    ]
