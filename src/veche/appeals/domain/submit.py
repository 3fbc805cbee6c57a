"""A resident contests a decision: by number and code, or by the place and hour of the words."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from veche.appeals.domain.terms import due_of, is_in_time, next_notice
from veche.appeals.domain.tickets import Issued, issue_alone, renew
from veche.appeals.enums import AppealState
from veche.appeals.errors import AppealError
from veche.appeals.models import Appeal, AppealSettings, Ticket
from veche.journal.domain.record import record
from veche.kernel.bidi import is_seen, without_controls
from veche.kernel.clock import now
from veche.moderation.models import Restriction, Ruling
from veche.morphology.numerals import counted
from veche.staff.domain.locking import lock_administration
from veche.staff.models import Administration

LONGEST = 2_000
# Appeals without a number that may wait at once: nobody reads more, and a stranger writes them without end.
MOST_WAITING = 200
EMPTY = "Напишите словами, почему мы не правы: без этого пересматривать нечего."
FULL = (
    "Сейчас ждёт ответа слишком много жалоб без номера, новые пока не принимаем. С номером и кодом примем и сейчас. "
    "Номера нет? Попробуйте завтра или напишите официально, как сказано внизу страницы. Ваш текст на месте."
)


def submit(*, ticket: Ticket, terms: AppealSettings, text: str, contact: str = "") -> Appeal:
    """The appeal against the ticket's decision; the existing one if there is. Raises `AppealError`."""
    said = _checked(text)
    with transaction.atomic():
        lock_administration(terms.administration)
        if (found := appeal_of(ticket)) is not None:
            return found
        decision = ticket.decision
        if decision is None or not is_in_time(decision, terms):
            raise AppealError(late_words(terms))
        return _made(ticket, terms, text=said, contact=contact, **against(decision))


def submit_without_number(*, terms: AppealSettings, asked: UUID | None, said: Mapping[str, Any]) -> Issued:
    """A new number and code, by which the resident sees what became of it. Raises `AppealError`.

    `said`: text, contact, network, post, wrote_at and words. A second press gets another code of the same appeal.
    """
    text = _checked(said["text"])
    with transaction.atomic():
        lock_administration(terms.administration)
        mine = Appeal.objects.of(terms.administration_id)
        if asked is not None and (twin := mine.filter(asked=asked).select_related("ticket").first()) is not None:
            return renew(twin.ticket)
        if _is_full(terms.administration):
            raise AppealError(FULL)
        issued = issue_alone(terms.administration)
        _made(issued.ticket, terms, asked=asked, **{**said, "text": text})
    return issued


def _is_full(administration: Administration) -> bool:
    """Whether so many appeals without a number wait that no more are taken, from whatever address."""
    rows = Appeal.objects.of(administration).filter(state=AppealState.WAITING, decided_at=None, judge=None)
    return bool(rows.order_by()[:MOST_WAITING].count() >= MOST_WAITING)


def late_words(terms: AppealSettings) -> str:
    days = counted(terms.accept_days, "день", "дня", "дней")
    return f"Жалобу на это решение принимали {days}, срок прошёл. Пожаловаться можно прокурору или в суд."


def appeal_of(ticket: Ticket) -> Appeal | None:
    found: Appeal | None = Appeal.objects.of(ticket.administration_id).filter(ticket=ticket).first()
    return found


def against(decision: Ruling | Restriction) -> dict[str, Any]:
    """Fields of an appeal that name the decision and who took it."""
    judge = decision.person if isinstance(decision, Ruling) else decision.by
    return {decision.kind: decision, "judge": judge}


def _checked(text: str) -> str:
    said = without_controls(text).strip()
    if not is_seen(said):
        raise AppealError(EMPTY)
    if len(said) > LONGEST:
        raise AppealError(f"Здесь помещается {LONGEST} знаков, у вас {len(said)}. Сократите, текст на месте.")
    return said


def _made(ticket: Ticket, terms: AppealSettings, **fields: Any) -> Appeal:
    moment = now()
    made = Appeal(administration=terms.administration, ticket=ticket, at=moment, due_at=due_of(moment, terms), **fields)
    made.next_notice_at = next_notice(made)
    made.save()
    facts = {"ruling": made.ruling_id} if made.ruling_id else {"restriction": made.restriction_id}
    record(administration=terms.administration, actor=None, verb="appeal.came", obj=made, facts=facts)
    return made
