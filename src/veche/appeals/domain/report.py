"""Report of the decisions of a period, a table: a whole one for a prosecutor or a court, and one for citizens without
names, words and what leads to them.

Private messages are in the whole one only: the public figures do not count them either.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Q

from veche.appeals.domain.statement import reasons_of
from veche.appeals.errors import AppealError
from veche.appeals.models import Appeal
from veche.documents import write
from veche.inbox.words import where
from veche.journal.domain.record import record
from veche.kernel.bidi import one_line
from veche.kernel.clock import day_bounds, local, now
from veche.kit.moments import date_and_year
from veche.moderation.domain.hand_over import LONGEST_NUMBER, TOO_LONG_NUMBER
from veche.moderation.domain.terms import said_until
from veche.moderation.enums import Recipient, RulingVerb
from veche.moderation.models import Restriction, Ruling
from veche.networks.registry import NETWORKS
from veche.outbox.words import word_of
from veche.staff.models import Administration, Person

# Decisions that one file may hold.
MOST: Final = 10_000
PUBLIC: Final = ("День", "Сеть", "Что сделали", "Основание", "Норма", "Кто предложил", "Сеть исполнила", "Жалоба")
WHOLE: Final = (
    *("Время", "Где", "Запись", "Автор", "Номер автора", "Что написано", "Когда написано"),
    *("Кто решил", "Второй", "Контрольная сумма доказательства"),
)
_OF_MESSAGE: Final = ("account", "conversation", "proposal", "erasure")


@dataclass(frozen=True, slots=True)
class ReportScope:
    """What a person asks for. `to`: a `Recipient`; "" of a report for citizens. `request`: number of a paper."""

    first: date
    last: date
    whole: bool
    to: str = ""
    request: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    content: bytes
    name: str
    rows: int


def make_report(*, administration: Administration, by: Person, scope: ReportScope) -> Report:
    """Write the table and the journal entry. A period that has not ended ends with the present moment and says so.

    Raises `AppealError` if the period ends before it begins, has not begun or holds too many decisions, or if a whole
    report has no recipient, or one for others no number of a request.
    """
    zone = administration.time_zone
    present = local(now(), zone)
    number, last = _checked(scope, present.date()), min(scope.last, present.date())
    rows = _numbered(administration, scope)
    header = ("№", *PUBLIC, *(WHOLE if scope.whole else ()))
    content = write.xlsx("Решения", header, rows + ([_not_over(present)] if last == present.date() else []))
    facts = {
        "copy": "whole" if scope.whole else "anonymous",
        "first": scope.first.isoformat(),
        "last": last.isoformat(),
        "decisions": len(rows),
        "file": hashlib.sha256(content).hexdigest(),
    }
    if scope.whole:
        facts |= {"to": scope.to} | ({"request": hashlib.sha256(number.encode()).hexdigest()} if number else {})
    with transaction.atomic():
        record(administration=administration, actor=by, verb="decisions.reported", obj=administration, facts=facts)
    return Report(content, _name(scope, last, present.date()), len(rows))


def _numbered(administration: Administration, scope: ReportScope) -> list[tuple[str | int, ...]]:
    decisions = _decisions(administration, scope)
    appeals = _appeals(administration, decisions)
    zone = administration.time_zone
    rows = (_row(one, appeals.get((one.kind, one.pk)), zone, whole=scope.whole) for one in decisions)
    return [(place, *row) for place, row in enumerate(rows, 1)]


def _not_over(present: datetime) -> tuple[str, ...]:
    """The last line of a report of a period that has not ended, so that nobody takes it for a whole one."""
    return ("", f"Период не окончен: здесь решения по {present:%d.%m.%Y %H:%M} включительно")


def _name(scope: ReportScope, last: date, present: date) -> str:
    kind = "полный" if scope.whole else "для жителей"
    going = ", период не окончен" if last == present else ""
    return f"Решения о комментариях {scope.first:%d.%m.%Y}-{last:%d.%m.%Y}{going}, {kind}"


def _checked(scope: ReportScope, present: date) -> str:
    """Return the number of the request on one line. Raises `AppealError`."""
    if scope.first > scope.last:
        raise AppealError("Начало периода позже его конца. Поправьте дни, остальное на месте.")
    if scope.first > present:
        raise AppealError("Период ещё не начался: решений за него нет. Поправьте дни, остальное на месте.")
    number = one_line(scope.request)
    if scope.whole and scope.to not in Recipient.values:
        raise AppealError("Выберите, кому полный отчёт. Ничего не выгружено.")
    if scope.whole and scope.to != Recipient.OWN and not number:
        raise AppealError("Напишите номер запроса: без него чужим полный отчёт не отдают. Ничего не выгружено.")
    if len(number) > LONGEST_NUMBER:
        raise AppealError(TOO_LONG_NUMBER)
    return number


def _decisions(administration: Administration, scope: ReportScope) -> list[Ruling | Restriction]:
    """Deletions that were not undone and restrictions of ours, oldest first."""
    zone = administration.time_zone
    span = {"at__gte": day_bounds(scope.first, zone)[0], "at__lt": day_bounds(scope.last, zone)[1]}
    rulings = Ruling.objects.of(administration).filter(verb=RulingVerb.DELETE, undone_at=None, **span)
    limits = Restriction.objects.of(administration).filter(by__isnull=False, **span)
    if not scope.whole:
        rulings, limits = rulings.filter(private=False), limits.filter(message__private=False)
    if rulings.count() + limits.count() > MOST:
        raise AppealError(f"Решений больше {MOST}. Выберите период короче. Ничего не выгружено.")
    related = ("evidence", "act", "administration", *(f"message__{name}" for name in _OF_MESSAGE))
    found: list[Ruling | Restriction] = [*rulings.select_related("person", *related)]
    found += limits.select_related("by", "second", *related)
    return sorted(found, key=lambda one: (one.at, one.kind, one.pk))


def _appeals(
    administration: Administration, decisions: Sequence[Ruling | Restriction]
) -> dict[tuple[str, int], Appeal]:
    """The appeal against each decision, by kind and id."""
    ids = {kind: [one.pk for one in decisions if one.kind == kind] for kind in ("ruling", "restriction")}
    about = Q(ruling__in=ids["ruling"]) | Q(restriction__in=ids["restriction"])
    rows = Appeal.objects.of(administration).filter(about).order_by("pk")
    return {
        ("ruling", one.ruling_id) if one.ruling_id else ("restriction", one.restriction_id or 0): one for one in rows
    }


def _row(one: Ruling | Restriction, appeal: Appeal | None, zone: str, *, whole: bool) -> tuple[str, ...]:
    return (*_public(one, appeal, zone), *(_whole(one, zone) if whole else ()))


def _public(one: Ruling | Restriction, appeal: Appeal | None, zone: str) -> Iterator[str]:
    said = reasons_of(one)
    yield f"{local(one.at, zone):%d.%m.%Y}"
    yield NETWORKS[said.network].names.title
    yield _did(one, zone)
    yield said.ground
    yield said.norm
    yield "программа" if said.was_proposed else "сотрудник"
    yield word_of(one.act) if one.act else "закрыта наша копия"
    yield str(appeal.get_state_display()) if appeal else ""


def _did(one: Ruling | Restriction, zone: str) -> str:
    """What was done. The end of a restriction is a day without its hour, as the decision itself."""
    if isinstance(one, Restriction):
        until = f"до {date_and_year(one.until, zone)}" if one.until else said_until(None, zone)
        return f"ограничили автора {until}"
    return "удалили личное сообщение" if one.private else "удалили комментарий"


def _whole(one: Ruling | Restriction, zone: str) -> Iterator[str]:
    evidence, message = one.evidence, one.message
    said = " / ".join(str(wording["text"]) for wording in evidence.wordings if wording["text"])
    decided, second = (one.by, one.second) if isinstance(one, Restriction) else (one.person, None)
    yield f"{local(one.at, zone):%H:%M}"
    yield where(message) if message and not message.private else "личное сообщение"
    yield evidence.post_url
    yield evidence.author_name
    yield evidence.author_id
    yield said or ("слова стёрты" if hasattr(message, "erasure") else "без слов")
    yield f"{local(evidence.posted_at, zone):%d.%m.%Y %H:%M}"
    yield decided.display_name if decided else ""
    yield second.display_name if second else ""
    yield evidence.digest
