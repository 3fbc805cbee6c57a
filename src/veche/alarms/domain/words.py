"""The text of a letter: what happened, what was kept, what to press. Residents' words are never mailed."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from veche.accounts.domain.abilities import POSTS_WAIT
from veche.accounts.domain.people import describe_briefly
from veche.accounts.models import PageChange
from veche.alarms.enums import About
from veche.alarms.models import Alarm
from veche.journal.domain.checked import last_check, trouble_of, trouble_of_chain
from veche.journal.domain.strays import BY_SERVER, closings
from veche.journal.lines import Line, lines_of
from veche.journal.models import Entry
from veche.kernel.bidi import isolated
from veche.kernel.clock import now
from veche.kernel.copies import last_copy
from veche.kernel.copies import trouble_of as trouble_of_copies
from veche.kit.moments import date_and_hour, date_and_year
from veche.outbox.models import Act
from veche.staff.domain.grants import ASKED, RESET_ASKED
from veche.staff.domain.mail import compose
from veche.staff.models import Person

DAY = timedelta(days=1)
_KEPT = "Текст и снимки сохранены. Пока вы не решите, Вече само это больше не отправит."
_BYPASSED = (
    "Само Вече такого не делает: так бывает, когда базу правят напрямую, возвращают из копии мимо veche restore или "
    "теряют папку данных. Сохраните базу и папку данных как есть и позовите того, кто отвечает за безопасность."
)
_TO_KEEP = (
    "Сохраните это письмо: оно лежит вне сервера, и переписать его вместе с журналом нельзя. Такое приходит каждый "
    "день; если какого-то дня нет, спросите отдел ИТ."
)
_END = "Об одном и том же второго письма не будет. Ответ на это письмо никто не прочтёт."


def letter_to(alarms: Sequence[Alarm], *, origin: str, letter: uuid.UUID) -> EmailMessage:
    """The letter. `alarms`: of one person, with act, account and administration loaded."""
    end = f"{_KEPT}\n{_END}" if any(alarm.act_id and alarm.about != About.NO_KEY for alarm in alarms) else str(_END)
    body = "\n\n".join([*(_about(alarm, origin) for alarm in alarms), end])
    return compose(to=alarms[0].person.email, subject=_subject(alarms), body=f"{body}\n", letter=letter)


def _subject(alarms: Sequence[Alarm]) -> str:
    """Pending decisions come before news about access."""
    days = [alarm for alarm in alarms if alarm.about == About.HEADS]
    first = [alarm for alarm in alarms if alarm.entry_id is None] or days[:1] or alarms
    if len(first) == 1:
        return f"Вече: «{_title(first[0], 80)}» — {first[0].get_about_display()}"
    if first[0].entry_id is None:
        return f"Вече: решите, что делать с отправками ({len(first)})"
    return f"Вече: вход и роли, изменений: {len(first)}"


def _about(alarm: Alarm, origin: str) -> str:
    if alarm.entry is not None:
        of_entry = _about_the_day if alarm.about == About.HEADS else _about_access
        return of_entry(alarm, alarm.entry, origin)
    if alarm.alteration is not None:
        return _about_a_page(alarm, alarm.alteration, origin)
    if alarm.about == About.JOURNAL:
        return _about_the_journal(alarm, origin)
    if alarm.about == About.COPIES:
        return _about_the_copies(alarm)
    act = alarm.about_act
    if alarm.about == About.NO_KEY:
        return _about_a_key(alarm, act, origin)
    due = date_and_hour(act.due_at, alarm.administration.time_zone)
    lines = (
        f"«{_title(alarm, 200)}» — {alarm.get_about_display()}",
        (
            f"{act.account.get_network_display()}, {isolated(act.account.title)}. {act.get_verb_display()}, "
            f"назначено на {due}."
        ),
        act.reason if alarm.act_id else "",
        f"Решить: {origin}{reverse('outbox:detail', args=[act.pk])}",
    )
    return "\n".join(line for line in lines if line)


def _about_a_key(alarm: Alarm, act: Act, origin: str) -> str:
    due = date_and_hour(act.due_at, alarm.administration.time_zone)
    return "\n".join(
        (
            f"«{_title(alarm, 200)}» — {alarm.get_about_display()}",
            (
                f"{act.account.get_network_display()}, {isolated(act.account.title)}. "
                f"Выйдет {due}, если к этому часу впишут ключ."
            ),
            str(POSTS_WAIT),
            f"Вписать ключ: {origin}{reverse('outbox:account', args=[act.account_id])}",
        )
    )


def _about_a_page(alarm: Alarm, row: PageChange, origin: str) -> str:
    url = f"{origin}{reverse('outbox:account', args=[row.account_id])}#altered"
    return "\n".join(
        (
            f"«{_title(alarm, 200)}» — {alarm.get_about_display()}",
            f"{row.account.get_network_display()}, {isolated(row.account.title)}.",
            f"Что делать, по порядку: {url}",
        )
    )


def _about_the_journal(alarm: Alarm, origin: str) -> str:
    return "\n".join(
        (
            f"«{_title(alarm, 200)}» — {alarm.get_about_display()}",
            *trouble_of(alarm.administration),
            str(_BYPASSED),
            f"Посмотреть: {origin}{reverse('journal:list')}",
        )
    )


def _about_the_copies(alarm: Alarm) -> str:
    return "\n".join(
        (
            f"«{_title(alarm, 200)}» — {alarm.get_about_display()}",
            trouble_of_copies(last_copy(settings.DATA), moment=now(), zone=alarm.administration.time_zone),
            "Всё остальное работает. Что сделать, подскажет на сервере veche doctor.",
        )
    )


def _about_the_day(alarm: Alarm, entry: Entry, origin: str) -> str:
    """Number and whole hash, so that the recipient can detect a rewritten chain."""
    return "\n".join(
        (
            f"«{_title(alarm, 200)}» — {alarm.get_about_display()}",
            f"Запись № {entry.number}, её контрольная сумма:",
            entry.hash,
            *_found(alarm),
            *_closed(alarm, entry),
            str(_TO_KEEP),
            f"Сверить: {origin}{reverse('journal:list')}?number={entry.number}",
        )
    )


def _found(alarm: Alarm) -> tuple[str, ...]:
    """What the last check of journal and evidence found."""
    city = alarm.administration
    checked = last_check(city)
    if found := trouble_of(city):
        return found
    if checked is None:
        return ("Целиком журнал ещё не проверялся.",)
    when = date_and_hour(checked.at, city.time_zone)
    return (f"Последняя проверка, {when}: всё цело, записей {checked.length}.",)


def _closed(alarm: Alarm, entry: Entry) -> Iterator[str]:
    """Closings since the day before, also at the server."""
    zone = alarm.administration.time_zone
    for one in (*closings(alarm.administration_id), *closings(BY_SERVER)):
        if entry.at - DAY <= one.at <= entry.at + DAY:
            person = Person.objects.of(alarm.administration_id).filter(pk=one.person).first()
            who = "на сервере" if one.person is None else isolated(str(person or one.person))
            when, reason = date_and_hour(one.at, zone), isolated(" ".join(one.reason.split()))
            yield f"Отметки, которые не сходились, закрыты {when}, {who}: {reason}"


def _about_access(alarm: Alarm, entry: Entry, origin: str) -> str:
    when = date_and_hour(entry.at, alarm.administration.time_zone)
    line = _line(alarm, entry)
    return "\n".join(
        (
            f"«{_title(alarm, 200)}» — {alarm.get_about_display()}",
            "; ".join((f"{when}, {entry.who}", *line.facts)),
            _next_step(entry, origin, line),
        )
    )


def _next_step(entry: Entry, origin: str, line: Line) -> str:
    if entry.verb in (ASKED, RESET_ASKED):
        return f"Подтвердить или не давать: {origin}{reverse('staff:waiting')}"
    return f"Если об этом никто не просил, сразу скажите отделу ИТ. Роли, сеансы и доступ: {origin}{line.url}"


def _line(alarm: Alarm, entry: Entry) -> Line:
    """As on the journal's page, without links that the person may not open."""
    (line,) = lines_of(alarm.administration, [entry], zone=alarm.administration.time_zone, may=lambda _: True)
    return line


def _title(alarm: Alarm, most: int) -> str:
    """On one line, because a subject is a header."""
    words = " ".join(_called(alarm).split())
    return isolated(words if len(words) <= most else f"{words[: most - 1]}…")


def _called(alarm: Alarm) -> str:
    if alarm.about == About.JOURNAL:
        return "Журнал" if trouble_of_chain(alarm.administration) else "Журнал доказательств"
    if alarm.about == About.COPIES:
        return "Копии данных"
    if alarm.entry is not None and alarm.about == About.HEADS:
        return f"Журнал, {date_and_year(alarm.entry.at, alarm.administration.time_zone)}"
    if alarm.entry is not None:
        return f"{alarm.entry.sentence}: {_line(alarm, alarm.entry).name}"
    return describe_briefly(alarm.alteration) if alarm.alteration is not None else alarm.about_act.title
