"""Tell whoever is on duty of a threat, a call to violence or a wish to die: at once, without its words, once a message.

At night and on days off these are the people on duty, otherwise the whole press service. What an account's residents
wrote before we had a key to it is its past and raises no alarm.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet
from django.urls import reverse

from veche.accounts.models import Key
from veche.alarms.domain.notify import notify
from veche.alarms.enums import LETTER
from veche.alarms.models import Alarm
from veche.alarms.news import Matter, News, register
from veche.inbox.enums import MessageState
from veche.inbox.models import Message, Wording
from veche.kernel.clock import now
from veche.kit.moments import dated
from veche.moderation.enums import Danger
from veche.moderation.models import Proposal
from veche.requests.domain.duty import press_people
from veche.staff.access import may
from veche.staff.compiled import compiled_once, number_of
from veche.staff.domain.working_hours import on_duty
from veche.staff.models import Administration, Person
from veche.staff.together import Reading

KIND = "moderation.danger"
WHAT_TO_DO = "Прочитайте целиком и решите. Если кому-то грозит беда сейчас, звоните 112."


class Told(NamedTuple):
    """When people were told of a message, and whether by letter and in a chat."""

    at: datetime
    by_letter: bool
    by_bot: bool


def notify_of_danger(message: Message) -> None:
    """Call inside the transaction that has found `danger`."""
    city = message.administration
    if _is_past(message) or Alarm.objects.of(city).filter(kind=KIND, subject=message.pk).exists():
        return
    duty = _readers((one.person for one in on_duty(city, now())), message)
    notify(city, KIND, message.pk, duty or _readers(press_people(city), message))


def _readers(people: Iterable[Person], message: Message) -> list[Person]:
    """Those who may read it: nobody else could do anything."""
    return [person for person in people if may(person, "inbox.see", message)]


def _is_past(message: Message) -> bool:
    if Wording.objects.of(message.administration_id).filter(message=message).count() > 1:
        return False  # it has changed before our eyes
    keys = Key.objects.of(message.administration_id).filter(account=message.account_id)
    since: datetime | None = keys.order_by("added_at").values_list("added_at", flat=True).first()
    return since is not None and message.at < since


def read_dangers(administration: Administration, person: Person, subjects: Sequence[int]) -> Mapping[int, Matter]:
    """Messages about which nobody has decided yet."""
    rows = Message.objects.of(administration).filter(pk__in=subjects, state=MessageState.NEW)
    rows = rows.exclude(proposal__danger="").select_related("proposal", "account")
    return {message.pk: _matter(message, administration) for message in rows if may(person, "inbox.see", message)}


def _matter(message: Message, administration: Administration) -> Matter:
    what = "Личное сообщение" if message.private else "Комментарий"
    return Matter(
        title=str(Danger(message.proposal.danger).label),
        lines=(f"{what}, {message.account.title}, {dated(message.at, administration.time_zone)}.", WHAT_TO_DO),
        action="Прочитать",
        path=reverse("web:message", args=[message.pk]),
        at=message.at,
        takes=False,
    )


def register_news() -> None:
    register(News(kind=KIND, called="прочитайте сейчас", read=read_dangers, several="опасных сообщений: {count}"))


def messages_in_danger(administration: Administration) -> "QuerySet[Proposal, int]":
    """Ids of messages in which danger was found."""
    rows = Proposal.objects.of(administration).exclude(danger="").order_by()
    found: QuerySet[Proposal, int] = rows.values_list("message", flat=True)
    return found


def reading_of_dangers(administration: Administration, *, private: bool) -> Reading[int]:
    """How many of them nobody has answered or decided. `private`: the reader may read private messages."""
    return Reading(_waiting.bind(administration, private=private), sum)


@compiled_once
def _waiting(administration: Administration, *, private: bool) -> "QuerySet[Message, int]":
    rows: QuerySet[Message] = Message.objects.of(administration).filter(
        pk__in=messages_in_danger(administration), state=MessageState.NEW
    )
    return number_of(rows if private else rows.filter(private=False))


def reading_of_told(message: Message) -> Reading[Told | None]:
    """When people were told of the message; None if nobody was."""
    return Reading(_alarms.bind(message.administration_id, message.pk), _told)


def _told(rows: list[tuple[datetime, str]]) -> Told | None:
    ways = {way for _, way in rows}
    return Told(rows[0][0], LETTER in ways, bool(ways - {LETTER})) if rows else None


@compiled_once
def _alarms(city: int, message: int) -> "QuerySet[Alarm, tuple[datetime, str]]":
    rows: QuerySet[Alarm] = Alarm.objects.of(city).filter(kind=KIND, subject=message)
    return rows.order_by("pk").values_list("created_at", "way")
