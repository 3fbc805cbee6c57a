"""Accounts under which residents cannot comment now, named on «Сегодня» for everyone who may see why."""

from collections.abc import Sequence

from django.urls import reverse

from veche.commenting.domain.closures import reading_of_closed_accounts
from veche.commenting.models import Closure
from veche.commenting.words import said_of
from veche.kernel.bidi import isolated
from veche.staff.access import may
from veche.staff.models import Person
from veche.staff.together import Reading
from veche.web.pages.alerts import Alert


def reading_of_closed(me: Person) -> Reading[list[Closure]]:
    """Closures to be read with other things; none, without a query, for people who may not see them."""
    if not may(me, "commenting.see"):
        return Reading(None, lambda _rows: [])
    return reading_of_closed_accounts(me.administration)


def closed_alerts(closed: Sequence[Closure]) -> list[Alert]:
    return [
        Alert(
            strong=f"{one.account.get_network_display()}, «{isolated(one.account.title)}».",
            rest=f"{said_of(one)}.",
            icon="ban",
            tone="info",
            url=reverse("commenting:detail", args=[one.pk]),
            verb="Почему",
        )
        for one in closed
    ]
