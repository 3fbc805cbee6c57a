"""News of this room itself: a chat whose link has ended; material that waits for the press."""

from collections.abc import Mapping, Sequence

from django.urls import reverse

from veche.alarms.domain.chats import CHAT_ENDED
from veche.alarms.domain.parcels import PARCEL_CAME, in_tray
from veche.alarms.models import Chat, Parcel
from veche.alarms.news import NOTE, Matter, News
from veche.staff.models import Administration, Person


def read(administration: Administration, _person: Person, subjects: Sequence[int]) -> Mapping[int, Matter]:
    ended = Chat.objects.of(administration).filter(pk__in=subjects, ended_at__isnull=False).select_related("bot")
    return {chat.pk: _matter(chat) for chat in ended}


def _matter(chat: Chat) -> Matter:
    return Matter(
        title=f"Чат с ботом, {chat.bot.get_network_display()}",
        lines=(f"Почему: {chat.get_ended_why_display()}. Теперь новости идут письмами.",),
        action="Подключить снова",
        path=reverse("alarms:mine"),
    )


def read_parcels(administration: Administration, _person: Person, subjects: Sequence[int]) -> Mapping[int, Matter]:
    waiting = in_tray(administration).filter(pk__in=subjects).select_related("person")
    return {parcel.pk: _parcel(parcel) for parcel in waiting}


def _parcel(parcel: Parcel) -> Matter:
    return Matter(
        title=f"Материал от сотрудника: {parcel.person}",
        action="Разобрать",
        path=reverse("alarms:tray"),
        at=parcel.came_at,
    )


KINDS = (
    News(CHAT_ENDED, "больше не подключён", read, rank=NOTE, letter_only=True),
    News(PARCEL_CAME, "ждёт в «Присланном»", read_parcels, several="в «Присланном» ждут разбора: {count}"),
)
