"""Verbs of the press service about what a department sent, and remarks of both sides."""

from datetime import datetime, timedelta

from django.db import transaction

from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.requests.domain.deadlines import add_hours, between
from veche.requests.domain.duty import is_asked
from veche.requests.domain.news import notify_department, notify_press
from veche.requests.domain.thread import add_remark, begin_term, change_state, locked, refuse_stranger, required_text
from veche.requests.enums import OPEN, Reach, RemarkKind, RequestState
from veche.requests.models import Remark, Request
from veche.staff.models import Person
from veche.staff.rules import is_head, is_press

SAY_WHY = "Напишите, что поправить: без замечания отдел не поймёт, почему вернули."
SAY_WORDS = "Напишите хотя бы пару слов: пустое замечание не уйдёт."
# A reply never leaves the department less time than this.
AFTER_A_REPLY = timedelta(hours=1)
# A form sent twice, because somebody pressed twice or the first answer was lost.
ONCE = timedelta(minutes=2)


def accept(*, request: Request, by: Person) -> Request:
    """Take the answer; the request is closed. Whoever asked has read it then."""
    with transaction.atomic():
        found = locked(request, RequestState.ANSWERED)
        read = {"read_at": now()} if found.asked_by_id == by.pk else {}
        change_state(found, RequestState.ACCEPTED, closed_at=now(), **read)
        add_remark(found, RemarkKind.ACCEPTED, by=by, from_press=True)
        record(administration=found.administration, actor=by, verb="request.accepted", obj=found, facts={})
    return found


def accept_if_answered(*, request: Request, by: Person) -> None:
    """Accept the answer unless somebody has done so. Raises `Conflict` if there is none any more."""
    with transaction.atomic():
        if locked(request, RequestState.ANSWERED, RequestState.ACCEPTED).state == RequestState.ANSWERED:
            accept(request=request, by=by)


def mark_read(*, request: Request, by: Person) -> None:
    """Remember that whoever asked has read the answer; «Сегодня» names it no longer."""
    rows = Request.objects.of(request.administration_id).filter(pk=request.pk, asked_by=by, read_at=None)
    rows.update(read_at=now())


def send_back(*, request: Request, by: Person, text: str, due_at: datetime) -> Request:
    """Return the answer with a remark and a new term."""
    with transaction.atomic():
        found = locked(request, RequestState.ANSWERED)
        words = required_text(text, SAY_WHY)
        begin_term(found, RequestState.RETURNED, due_at)
        told = add_remark(found, RemarkKind.RETURNED, by=by, text=words, from_press=True)
        facts = {"due_at": due_at.isoformat()}
        record(administration=found.administration, actor=by, verb="request.returned", obj=found, facts=facts)
        notify_department(found, told)
    return found


def add_note(*, request: Request, by: Person, text: str) -> Remark:
    """A remark of either side. One of the press service, or of whoever asks, on a question is the reply.

    The same remark sent again within `ONCE` is returned.
    """
    with transaction.atomic():
        found = locked(request, *OPEN)
        from_press = (is_press.test(by) or _goes_on_with(by, found)) and not is_asked(by, found)
        if not from_press:
            refuse_stranger(found, by)
        words = required_text(text, SAY_WORDS)
        if (earlier := _said_before(found, by, words)) is not None:
            return earlier
        if from_press and found.state == RequestState.QUESTION:
            term = {"due_at": _after_the_reply(found), "reach": min(found.reach, Reach.REMINDED)}
            change_state(found, RequestState.ASKED, question_at=None, **term)
        made = add_remark(found, RemarkKind.NOTE, by=by, text=words, from_press=from_press)
        (notify_department if from_press else notify_press)(found, made)
        record(administration=found.administration, actor=by, verb="request.noted", obj=found, facts={})
    return made


def _said_before(request: Request, by: Person, words: str) -> Remark | None:
    """The request's last remark, if this person has just said the same."""
    last = Remark.objects.of(request.administration_id).filter(request=request).order_by("at", "pk").last()
    same = last is not None and (last.kind, last.author_id, last.text) == (RemarkKind.NOTE, by.pk, words)
    return last if same and last is not None and last.at >= now() - ONCE else None


def _goes_on_with(by: Person, request: Request) -> bool:
    """Whether the person continues the thread as its asker: who asked, or the Head with a question to the press."""
    return request.asked_by_id == by.pk or (request.to_press and is_head.test(by))


def _after_the_reply(request: Request) -> datetime:
    """The new deadline: the working time that was left when the question stopped the term."""
    city, moment = request.administration, now()
    left = between(request.question_at or moment, request.due_at, city)
    return add_hours(moment, max(left, AFTER_A_REPLY), city)
