"""People whom letters or the bot do not reach: IT reads it on the person's page and is told once."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.db import transaction
from django.urls import reverse

from veche.alarms.domain.notify import notify
from veche.alarms.domain.recipients import guarding
from veche.alarms.enums import LETTER, AlarmState, ChatEnd
from veche.alarms.models import Alarm, Chat
from veche.alarms.news import NOTE, Matter, News
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.staff.domain.password_letters import remark_on_password_letter
from veche.staff.domain.person_remarks import Act
from veche.staff.models import Administration, Person

LETTERS_BACK = "letters_back"
# IT hears of the same person again after this.
AGAIN_AFTER = timedelta(days=7)
# The address cannot be changed: people sign in by it, and a password's link would go to the new one.
TO_DO = (
    "Проверьте ящик на почтовом сервере. Если адрес вписан с ошибкой, закройте человеку доступ и пригласите снова, на "
    "верный: адрес не меняют, по нему входят."
)


def note_refused(person: Person) -> None:
    """Tell IT, once a week, that letters do not reach this person, or may not have."""
    with transaction.atomic():
        city, moment = person.administration, now()
        told = Alarm.objects.of(city).filter(kind=LETTERS_BACK, subject=person.pk)
        told.filter(created_at__lt=moment - AGAIN_AFTER).delete()
        notify(city, LETTERS_BACK, person.pk, [one for one in guarding(city, moment) if one.pk != person.pk])


def is_refusal(trouble: str) -> bool:
    """Whether `Alarm.trouble` says that the letter was refused for good or came back: «550», «5.1.1»."""
    return (trouble[:1] == "5" and trouble.isdecimal()) or _came_back(trouble)


def refusal_of(person: Person) -> str:
    """The code with which the last letter was refused or came back; "" if it was not."""
    last = _last_letter(person)
    return last.trouble if last is not None and is_refusal(last.trouble) else ""


def remark_on_letters(person: Person) -> str:
    """A sentence if the last letter to this person was refused with a code from 500 on (RFC 5321, 4.2.1), or came
    back (RFC 3464), or if nobody knows whether it left."""
    last = _last_letter(person)
    if last is None:
        return ""
    if last.state == AlarmState.DOUBTFUL:
        return (
            "Неизвестно, ушло ли последнее письмо этому человеку: отправка оборвалась. Сами второй раз не шлём, чтобы "
            "оно не пришло дважды. Спросите человека, получил ли он письмо. Если нет, пошлите ещё раз: придёт то, что "
            "всё ещё ждёт его. Если первое дошло, он получит два."
        )
    if not is_refusal(last.trouble):
        return ""
    if _came_back(last.trouble):
        said = f"Письмо на адрес {person.email} вернулось, код {last.trouble}."
        return f"{said} {_hears(person)} {TO_DO}"
    said = f"Почтовый сервер не берёт письма на адрес {person.email}, ответ {last.trouble}."
    return f"{said} {_hears(person)} {TO_DO} Письма пробуем дальше сами, сутки каждое."


def sending_again(person: Person) -> Act | None:
    """The button of a letter of which nobody knows whether it left."""
    last = _last_letter(person)
    if last is None or last.state != AlarmState.DOUBTFUL:
        return None
    return Act("Послать ещё раз", reverse("alarms:send_again", args=[person.pk]))


def send_again(*, person: Person, by: Person) -> int:
    """Send once more what this person may not have been told, in one letter. Returns the number of news.

    What is over meanwhile is left out when the letter is written. 0 if somebody has pressed before.
    """
    with transaction.atomic():
        rows = Alarm.objects.of(person.administration_id).filter(person=person, way=LETTER, state=AlarmState.DOUBTFUL)
        moment = now()
        again = rows.update(state=AlarmState.WAITING, letter=None, trouble="", next_try_at=moment, changed_at=moment)
        if again:
            facts = {"count": again}
            record(administration=person.administration, actor=by, verb="alarm.sent_again", obj=person, facts=facts)
    return int(again)


def remark_on_chats(person: Person) -> str:
    """A sentence if the person has blocked the bot and has not let it in again."""
    chats = Chat.objects.of(person.administration_id).filter(person=person, bot__removed_at=None)
    newest = {chat.bot_id: chat for chat in chats.select_related("bot").order_by("pk")}
    ended = [chat for chat in newest.values() if chat.ended_why == ChatEnd.BLOCKED]
    if not ended:
        return ""
    where = ", ".join(chat.bot.get_network_display() for chat in ended)
    return (
        f"Человек заблокировал бота: {where}. Новости идут письмами. Разблокирует бота, и они снова придут в чат, "
        "подключать заново не нужно."
    )


def read(administration: Administration, _person: Person, subjects: Sequence[int]) -> Mapping[int, Matter]:
    people = Person.objects.of(administration).filter(pk__in=subjects, is_active=True)
    said = {one.pk: (one, (remark_on_letters(one), remark_on_password_letter(one))) for one in people}
    return {pk: _matter(one, [remark for remark in both if remark]) for pk, (one, both) in said.items() if any(both)}


def _matter(person: Person, remarks: Sequence[str]) -> Matter:
    page = reverse("staff:person", args=[person.pk])
    return Matter(title=str(person), lines=tuple(remarks), action="Открыть страницу человека", path=page)


def _last_letter(person: Person) -> Alarm | None:
    letters = Alarm.objects.of(person.administration_id).filter(person=person, way=LETTER, tries__gt=0)
    return letters.exclude(state=AlarmState.SENDING).order_by("-changed_at", "-pk").first()


def _came_back(trouble: str) -> bool:
    """A status of RFC 3463: class, subject, detail."""
    parts = trouble.split(".")
    return len(parts) == 3 and parts[0] in {"4", "5"} and all(part.isdecimal() for part in parts)


def _hears(person: Person) -> str:
    linked = Chat.objects.of(person.administration_id).filter(person=person, ended_at=None, bot__removed_at=None)
    return "О делах человек узнаёт только в чате." if linked.exists() else "О делах человек не узнаёт."


KINDS = (News(LETTERS_BACK, "письма могут не доходить", read, rank=NOTE),)
