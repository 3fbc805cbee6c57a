"""Journal entries as news: access rights, and each day's mark. `access.py` says who is told."""

from collections.abc import Iterator, Mapping, Sequence

from django.urls import reverse

from veche.alarms.enums import About
from veche.alarms.news import DAY, MARK, NOTE, Matter, News
from veche.journal.domain.checked import last_check, trouble_of
from veche.journal.domain.strays import BY_SERVER, closings
from veche.journal.lines import EntryLine, lines_of
from veche.journal.models import Entry
from veche.kernel.bidi import isolated
from veche.kit.moments import date_and_hour, date_and_year
from veche.staff.domain.grants import ASKED, RESET_ASKED
from veche.staff.models import Administration, Person

_TO_KEEP = (
    "Сохраните это письмо: оно лежит вне сервера, и переписать его вместе с журналом нельзя. Такое приходит каждый "
    "день; если какого-то дня нет, спросите отдел ИТ."
)


def read_days(administration: Administration, _person: Person, subjects: Sequence[int]) -> Mapping[int, Matter]:
    return {entry.pk: _day(administration, entry) for entry in _entries(administration, subjects)}


def read_access(administration: Administration, _person: Person, subjects: Sequence[int]) -> Mapping[int, Matter]:
    return {entry.pk: _access(administration, entry) for entry in _entries(administration, subjects)}


def _entries(administration: Administration, subjects: Sequence[int]) -> list[Entry]:
    return list(Entry.objects.of(administration).filter(pk__in=subjects).select_related("actor").order_by("pk"))


def _day(city: Administration, entry: Entry) -> Matter:
    """Number and whole hash, so that the recipient can detect a rewritten chain."""
    return Matter(
        title=f"Журнал, {date_and_year(entry.at, city.time_zone)}",
        lines=(
            f"Запись № {entry.number}, её контрольная сумма:",
            entry.hash,
            *_found(city),
            *_closed(city, entry),
            _TO_KEEP,
        ),
        action="Сверить",
        path=f"{reverse('journal:list')}?number={entry.number}",
        at=entry.at,
        fact=("entries", entry.number),
    )


def _found(city: Administration) -> tuple[str, ...]:
    """What the last check of journal and evidence found."""
    checked = last_check(city)
    if found := trouble_of(city):
        return found
    if checked is None:
        return ("Целиком журнал ещё не проверялся.",)
    when = date_and_hour(checked.at, city.time_zone)
    return (f"Последняя проверка, {when}: всё цело, записей {checked.length}.",)


def _closed(city: Administration, entry: Entry) -> Iterator[str]:
    """Closings since the day before, also at the server."""
    for one in (*closings(city.pk), *closings(BY_SERVER)):
        if entry.at - DAY <= one.at <= entry.at + DAY:
            person = Person.objects.of(city).filter(pk=one.person).first()
            who = "на сервере" if one.person is None else isolated(str(person or one.person))
            when, reason = date_and_hour(one.at, city.time_zone), isolated(" ".join(one.reason.split()))
            yield f"Отметки, которые не сходились, закрыты {when}, {who}: {reason}"


def _access(city: Administration, entry: Entry) -> Matter:
    when = date_and_hour(entry.at, city.time_zone)
    line = _line(city, entry)
    action, path = _next_step(entry, line)
    return Matter(
        title=f"{entry.sentence}: {line.name}",
        lines=("; ".join((f"{when}, {entry.who}", *line.facts)),),
        action=action,
        path=path,
        at=entry.at,
        fact=("entries", entry.number),
    )


def _next_step(entry: Entry, line: EntryLine) -> tuple[str, str]:
    if entry.verb in (ASKED, RESET_ASKED):
        return "Подтвердить или не давать", reverse("staff:waiting")
    return "Если об этом никто не просил, сразу скажите отделу ИТ. Роли, сеансы и доступ", line.url


def _line(city: Administration, entry: Entry) -> EntryLine:
    """As on the journal's page, without links that the person may not open."""
    (line,) = lines_of(city, [entry], zone=city.time_zone, may=lambda _: True)
    return line


KINDS = (
    News(About.HEADS.value, About.HEADS.label, read_days, several="", rank=MARK, letter_only=True),
    News(
        About.ACCESS.value,
        About.ACCESS.label,
        read_access,
        several="вход и роли, изменений: {count}",
        rank=NOTE,
        letter_only=True,
    ),
)
