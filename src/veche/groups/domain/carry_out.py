"""Carry decisions about groups out, comment by comment, once they can no longer be taken back."""

import logging
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Count, F, QuerySet

from veche.cases.domain.answer import answer
from veche.cases.domain.open import add_comments, open_case
from veche.cases.domain.propose import Proposal, propose
from veche.cases.enums import How
from veche.cases.errors import CaseError
from veche.cases.models import Case, CaseMessage
from veche.groups.enums import GroupVerb, Outcome
from veche.groups.models import GroupDecision, GroupedMessage
from veche.inbox.domain.answer import why_unanswerable
from veche.inbox.domain.posts import with_post
from veche.inbox.enums import MessageState
from veche.inbox.models import Message
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.moderation.domain import rule
from veche.moderation.domain.decidable import RulingSnapshot
from veche.moderation.errors import ModerationError

# Comments of one run: other tasks of the lane wait no longer.
BATCH = 100
DECIDED = "с ним уже решили иначе"
CHANGED = "житель поправил слова"
IN_ANOTHER = "уже в другом деле"
BROKE_OFF = "сбой программы, решите ещё раз"
# Between tries after a failure of the program; after the last try the comments that wait are left out.
PAUSES: Final = (timedelta(seconds=10), timedelta(minutes=1))

logger = logging.getLogger(__name__)


def carry_out() -> int:
    """Decide about comments of all decisions that are due. Returns how many were decided about.

    A decision that raises holds up no other one: it is tried again, and then its comments wait for people again.
    """
    due = GroupDecision.objects.unscoped().filter(done_at=None, undone_at=None, due_at__lte=now())
    done = 0
    for decision in due.select_related("by__administration", "administration", "case"):
        if done >= BATCH or not _begun(decision):
            continue
        try:
            done += WAYS[GroupVerb(decision.verb)](decision, BATCH - done)
        except Exception:  # whatever other rooms raise about one decision must not stop the others
            logger.exception("group decision %s was not carried out", decision.pk)
            _failed(decision)
            continue
        if not _waiting(decision).exists():
            GroupDecision.objects.of(decision.administration_id).filter(pk=decision.pk).update(done_at=now())
    return done


def _begun(decision: GroupDecision) -> bool:
    """False if somebody has undone it meanwhile."""
    rows = GroupDecision.objects.of(decision.administration_id).filter(pk=decision.pk, undone_at=None)
    return bool(rows.filter(begun_at=None).update(begun_at=now()) or rows.exists())


def _failed(decision: GroupDecision) -> None:
    """Try again later; after the last time leave out what waits, so that people see it again, and say why."""
    rows = GroupDecision.objects.of(decision.administration_id).filter(pk=decision.pk)
    if decision.failures < len(PAUSES):
        rows.update(failures=F("failures") + 1, due_at=now() + PAUSES[decision.failures])
        return
    with transaction.atomic():
        left = _waiting(decision).update(outcome=Outcome.LEFT, why=BROKE_OFF)
        rows.update(failures=F("failures") + 1, done_at=now())
        facts = {"verb": decision.verb, "comments": left}
        record(administration=decision.administration, actor=None, verb="group.broke_off", obj=decision, facts=facts)


def _waiting(decision: GroupDecision) -> "QuerySet[GroupedMessage]":
    rows = GroupedMessage.objects.of(decision.administration_id).filter(decision=decision, outcome=Outcome.WAITS)
    found: QuerySet[GroupedMessage] = rows.order_by("pk")
    return found


def _each(decision: GroupDecision, most: int) -> int:
    """Carry out the decision about each waiting comment; afterwards raise the first failure. Returns their number."""
    ids = list(_waiting(decision).values_list("pk", flat=True)[:most])
    failures = [error for pk in ids if (error := _tried(decision, pk)) is not None]
    if failures:
        raise failures[0]
    return len(ids)


def _tried(decision: GroupDecision, pk: int) -> Exception | None:
    """Decide about one comment. Returns what went wrong with the program."""
    try:
        with transaction.atomic():
            entry = _waiting(decision).select_for_update(of=("self",)).select_related("message").filter(pk=pk).first()
            if entry is not None:
                _end(entry, _decide(decision, entry))
    except Exception as error:  # noqa: BLE001 -- `_each` raises it after the other comments
        return error
    return None


def _decide(decision: GroupDecision, entry: GroupedMessage) -> str:
    """Why the comment was left out, "" if it was decided about."""
    message = entry.message
    if message.state != MessageState.NEW:
        return DECIDED
    shown = RulingSnapshot(wordings=entry.wordings)
    try:
        with transaction.atomic():
            if decision.verb == GroupVerb.DELETE:
                rule.delete(message=message, by=decision.by, ground=decision.ground, shown=shown, leaves_in=timedelta())
            else:
                rule.keep(message=message, by=decision.by, shown=shown)
    except ModerationError as error:
        return str(error)
    return ""


def _whole(decision: GroupDecision, _most: int) -> int:
    """One case of all comments. Run again after a crash it finds the same case."""
    entries = list(_waiting(decision).select_related("message__administration"))
    gone = _gone(decision)
    joined, trouble = _join(decision, [entry.message for entry in entries if entry.pk not in gone])
    with transaction.atomic():
        for entry in entries:
            why = gone.get(entry.pk) or trouble or IN_ANOTHER
            _end(entry, "" if entry.message_id in joined else why)
    return len(entries)


def _gone(decision: GroupDecision) -> dict[int, str]:
    """Entries whose comment was decided about or has other words than the person was shown, and which of both."""
    rows = _waiting(decision).annotate(wordings_now=Count("message__wordings"))
    changed = rows.filter(wordings_now__gt=F("wordings")).values_list("pk", flat=True)
    decided = _waiting(decision).exclude(message__state=MessageState.NEW).values_list("pk", flat=True)
    return dict.fromkeys(changed, CHANGED) | dict.fromkeys(decided, DECIDED)


def _join(decision: GroupDecision, messages: list[Message]) -> tuple[set[int], str]:
    """Ids of the comments that are in the case now, and why the others could not be added."""
    if not messages:
        return set(), ""
    case = open_case(message=messages[0], by=decision.by)
    try:
        add_comments(case=case, by=decision.by, messages=messages[1:])
    except CaseError as error:
        return {messages[0].pk}, str(error)
    inside = CaseMessage.objects.of(case.administration_id).filter(case=case, message__in=messages)
    return set(inside.values_list("message", flat=True)), ""


def _answer(decision: GroupDecision, _most: int) -> int:
    """Answer all comments: those of a case, or those of a new one. All of it happens, or nothing."""
    seen = _proposed(decision)  # outside the transaction: it may take a while
    with transaction.atomic():
        _lock(decision)
        entries = list(_waiting(decision).select_related("message__administration"))
        if entries:
            _answer_all(decision, entries, seen)
    return len(entries)


def _proposed(decision: GroupDecision) -> Proposal | None:
    """The engine's proposal for the case that the decision opens; None if there is a case already."""
    if decision.case_id:
        return None
    gone = _gone(decision) | _in_cases(decision)
    first = _waiting(decision).exclude(pk__in=gone).select_related("message").first()
    return propose(decision.administration, first.message) if first else None


def _lock(decision: GroupDecision) -> None:
    """Lock the decision, so that the second of two workers finds nothing left to do."""
    GroupDecision.objects.of(decision.administration_id).select_for_update(of=("self",)).get(pk=decision.pk)


def _answer_all(decision: GroupDecision, entries: list[GroupedMessage], seen: Proposal | None) -> None:
    gone = {} if decision.case_id else _gone(decision) | _in_cases(decision)
    free, trouble = [entry.message for entry in entries if entry.pk not in gone], ""
    try:
        with transaction.atomic():
            case = decision.case or (_opened(decision, free, seen) if free else None)
            if case is not None:
                _send(decision, case)
    except CaseError as error:
        trouble = str(error)
    _end_all(entries, gone, trouble)


def _send(decision: GroupDecision, case: Case) -> None:
    how, whose = How(decision.how), decision.whose
    answer(case=case, by=decision.by, text=decision.text, how=how, interim=decision.interim, whose=whose)


def _in_cases(decision: GroupDecision) -> dict[int, str]:
    """Entries whose comment somebody has put into a case meanwhile: it is answered there."""
    return dict.fromkeys(
        _waiting(decision).filter(message__in_case__isnull=False).values_list("pk", flat=True), IN_ANOTHER
    )


def _opened(decision: GroupDecision, messages: list[Message], seen: Proposal | None) -> Case:
    case = open_case(message=messages[0], by=decision.by, seen=seen)
    add_comments(case=case, by=decision.by, messages=messages[1:])
    GroupDecision.objects.of(decision.administration_id).filter(pk=decision.pk).update(case=case)
    return case


def _end_all(entries: list[GroupedMessage], gone: dict[int, str], trouble: str) -> None:
    """`gone`: why entries were left out of the answer; `trouble`: why it went to nobody.

    A comment that got none all the same cannot be answered, or was decided about meanwhile.
    """
    rows = Message.objects.of(entries[0].administration_id).filter(pk__in=[one.message_id for one in entries])
    told = with_post(rows, entries[0].administration)
    comments = told.select_related("account__passport", "conversation", "administration").in_bulk()
    for entry in entries:
        message = comments[entry.message_id]
        is_answered = not trouble and message.state == MessageState.ANSWERED
        left = "" if is_answered else why_unanswerable(message) or trouble or DECIDED
        _end(entry, gone.get(entry.pk, left))


WAYS = {GroupVerb.DELETE: _each, GroupVerb.KEEP: _each, GroupVerb.CASE: _whole, GroupVerb.ANSWER: _answer}


def _end(entry: GroupedMessage, why: str) -> None:
    entry.outcome, entry.why = (Outcome.LEFT if why else Outcome.DONE), why[:300]
    entry.save(update_fields=("outcome", "why"))
