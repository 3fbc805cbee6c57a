"""Posts past Veche on «Сегодня» and over the month: one row asks whose they are, a stranger's is an alert."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from veche.kit.moments import spoken
from veche.morphology.numerals import form
from veche.publishing.domain.foreign_queries import OpenPost, reading_of_open
from veche.publishing.enums import ForeignVerdict
from veche.staff.access import may
from veche.staff.models import Person
from veche.staff.together import Reading
from veche.web import words
from veche.web.pages.alerts import Alert
from veche.web.pages.row import Row, Verb


def reading_of_foreign(me: Person) -> Reading[Any]:
    """What `foreign_rows` and `foreign_alerts` show; without a query for those who have no say in it."""
    concerned = may(me, "publishing.say_foreign") or may(me, "publishing.settle_foreign")
    return reading_of_open(me.administration) if concerned else Reading(None, list)


def foreign_rows(me: Person, found: Sequence[OpenPost], zone: str) -> list[Row]:
    """One row for all that are undecided; nothing for those who cannot decide."""
    asked = [one for one in found if not one[1]]
    if not asked or not may(me, "publishing.say_foreign"):
        return []
    (_pk, _verdict, _network, title, posted_at), url = asked[0], reverse("publishing:foreign")
    rest = f"{title}, {spoken(posted_at, zone)}"
    more = len(asked) - 1
    return [
        Row(
            what=form(len(asked), "Запись вышла мимо Вече", *["Записи вышли мимо Вече"] * 2),
            icon="help-circle",
            tone="warn",
            nets=tuple(dict.fromkeys(one[2] for one in asked)),
            say=form(len(asked), "скажите, наша ли она", *["скажите, наши ли они"] * 2),
            rest=f"{rest}, и ещё {more}" if more else rest,
            url=url,
            verbs=(Verb("Посмотреть", url),),
            things=len(asked),
        )
    ]


@dataclass(frozen=True, slots=True)
class AskedPost:
    """A post of these days that came out past Veche and about which somebody has to say whose it is; `more`: others."""

    network: str
    title: str
    at: datetime
    more: int


def asked_between(me: Person, found: Sequence[OpenPost], start: datetime, end: datetime) -> AskedPost | None:
    """The newest one between two moments; None for those who cannot decide."""
    asked = [one for one in found if not one[1] and start <= one[4] < end]
    if not asked or not may(me, "publishing.say_foreign"):
        return None
    _pk, _verdict, network, title, posted_at = asked[0]
    return AskedPost(network, title, posted_at, len(asked) - 1)


def foreign_alerts(found: Sequence[OpenPost], zone: str) -> list[Alert]:
    """One alert for each page with a post of a stranger, about the newest."""
    newest = {one[3]: one for one in reversed(found) if one[1] == ForeignVerdict.NOT_OURS}
    return [_alert(one, zone) for one in newest.values()]


def _alert(one: OpenPost, zone: str) -> Alert:
    pk, _verdict, _network, title, posted_at = one
    return Alert(
        strong=f"На странице {words.quoted(title)} запись, которую выпустили не мы.",
        rest=words.first_up(f"{spoken(posted_at, zone)}."),
        icon="alert-triangle",
        tone="bad",
        url=f"{reverse('publishing:foreign')}#post-{pk}",
        verb="Что делать",
    )
