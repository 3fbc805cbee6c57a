"""Open a case from a comment, add comments to it, take one out, merge two."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Min

from veche.cases.domain.propose import Proposal, propose, propose_text
from veche.cases.domain.steps import add_step, locked
from veche.cases.domain.terms import answer_due, begin_term, earlier, next_notice
from veche.cases.domain.unnamed import unnamed
from veche.cases.enums import CaseState, StepKind
from veche.cases.errors import CaseError
from veche.cases.models import Case, CaseMessage, ForeignNumber
from veche.inbox.models import Message
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.requests.domain.ask import withdraw
from veche.requests.enums import OPEN as REQUEST_OPEN
from veche.staff.models import Administration, Department, Person

TITLE = 90
NOT_A_COMMENT = (
    "В дело идут комментарии жителей. Личному сообщению и своему ответу дело не нужно: ничего не изменилось."
)
ANSWERED_BEFORE = (
    "Ответ по этому делу уже отправляли, и вышел он не всем. Сначала закончите с ним: ничего не изменилось."
)
REOPENED = "Одно из дел открывали снова: ответ там не помог. У таких дел своя история, их не соединяют."


def open_case(*, message: Message, by: Person, seen: Proposal | None = None) -> Case:
    """The case of this comment: the existing one, or a new one as the engine proposes. Raises `CaseError`.

    `seen`: what a person was shown of the proposal.
    """
    if message.private or message.ours:
        raise CaseError(NOT_A_COMMENT)
    proposal = seen or propose(message.administration, message)  # outside the transaction: it may take a while
    with transaction.atomic():
        rows = Message.objects.of(message.administration_id).select_for_update(of=("self",))
        found = rows.select_related("administration").get(pk=message.pk)
        if (entry := CaseMessage.objects.of(found.administration_id).filter(message=found).first()) is not None:
            return Case.objects.of(found.administration_id).get(pk=entry.case_id)
        made = _new(found, by)
        made.topic, made.department = proposal.topic, proposal.department
        made.raised, made.reasons = bool(proposal.reasons), list(proposal.reasons)
        begin_term(made, found.received_at, answer_due(made))
        made.save()
        _put(made, [found])
        add_step(made, StepKind.OPENED, by)
        facts = {"department": made.department_id, "raised": made.raised}
        record(administration=made.administration, actor=by, verb="case.opened", obj=made, facts=facts)
    return made


def open_without_comments(
    *, administration: Administration, by: Person, text: str, department: Department | None
) -> Case:
    """A case about what stands in another system, in the caller's transaction.

    `department` None: the one that the engine proposes.
    """
    seen, moment = propose_text(administration, text), now()
    made = Case(
        administration=administration,
        title=title_of(text),
        topic=seen.topic,
        department=department or seen.department,
        raised=bool(seen.reasons),
        reasons=list(seen.reasons),
        opened_by=by,
        opened_at=moment,
        received_at=moment,
    )
    begin_term(made, moment, answer_due(made))
    made.save()
    add_step(made, StepKind.OPENED, by)
    facts = {"department": made.department_id, "raised": made.raised}
    record(administration=administration, actor=by, verb="case.opened", obj=made, facts=facts)
    return made


def add_comments(*, case: Case, by: Person, messages: Sequence[Message]) -> int:
    """Put waiting comments into the case. Returns how many were free. Raises `Ended`."""
    with transaction.atomic():
        found = locked(case)
        rows = Message.objects.of(found.administration_id).select_for_update(of=("self",)).order_by("pk")
        taken = CaseMessage.objects.of(found.administration_id).values("message")
        free = list(rows.filter(pk__in=[one.pk for one in messages], ours=False, private=False).exclude(pk__in=taken))
        if free:
            _put(found, free)
            _recount(found)
            add_step(found, StepKind.ADDED, by)
            facts = {"comments": len(free)}
            record(administration=found.administration, actor=by, verb="case.extended", obj=found, facts=facts)
    return len(free)


def take_out(*, case: Case, by: Person, message: Message) -> Case:
    """Open another case for one comment of several. Raises `CaseError`."""
    with transaction.atomic():
        found = locked(case)
        if found.answered_at:  # in a case of its own an answered comment would be answered again
            raise CaseError(ANSWERED_BEFORE)
        entries = CaseMessage.objects.of(found.administration_id).filter(case=found)
        entry = entries.filter(message=message).first()
        if entry is None or entries.count() == 1:
            raise CaseError("Это единственный комментарий дела, выносить нечего. Ничего не изменилось.")
        made = _new(message, by)
        made.topic, made.department, made.raised = found.topic, found.department, found.raised
        made.reopened_at = found.reopened_at
        begin_term(made, found.reopened_at or message.received_at, answer_due(made))
        made.save()
        entry.case = made
        entry.save(update_fields=("case",))
        _recount(found)
        add_step(found, StepKind.TAKEN_OUT, by)
        add_step(made, StepKind.OPENED, by)
        facts = {"into": made.pk}
        record(administration=found.administration, actor=by, verb="case.split", obj=found, facts=facts)
    return made


def merge(*, case: Case, into: Case, by: Person) -> Case:
    """Move all comments into another open case; the earlier of two terms holds. Raises `CaseError`."""
    if case.pk == into.pk or case.administration_id != into.administration_id:
        raise CaseError("Соединяют два разных дела. Ничего не изменилось.")
    with transaction.atomic():
        pair = {one.pk: locked(one) for one in sorted((case, into), key=lambda one: one.pk)}
        found, target = pair[case.pk], pair[into.pk]
        if found.answered_at or target.answered_at:
            raise CaseError(ANSWERED_BEFORE)
        if found.reopened_at or target.reopened_at:  # whether its comments are answered is counted from that moment
            raise CaseError(REOPENED)
        if found.request is not None and found.request.state in REQUEST_OPEN:
            withdraw(request=found.request, by=by, note=f"Вопрос вошёл в дело {target.pk}.")
        CaseMessage.objects.of(found.administration_id).filter(case=found).update(case=target)
        ForeignNumber.objects.of(found.administration_id).filter(case=found).update(case=target)
        target.raised = target.raised or found.raised
        _recount(target)
        found.state, found.merged_into, found.closed_at = CaseState.MERGED, target, now()
        found.next_notice_at = None
        found.save()
        add_step(found, StepKind.MERGED, by)
        add_step(target, StepKind.ADDED, by)
        record(administration=found.administration, actor=by, verb="case.merged", obj=found, facts={"into": target.pk})
    return target


def _new(message: Message, by: Person) -> Case:
    moment = now()
    return Case(
        administration=message.administration,
        title=title_of(message.text),
        opened_by=by,
        opened_at=moment,
        received_at=message.received_at,
        begins_at=message.received_at,
        due_at=message.received_at,
    )


def title_of(text: str) -> str:
    """The beginning of a comment, to be corrected by a person."""
    line = " ".join(unnamed(text).split()) or "Снимок без слов"
    return line if len(line) <= TITLE else line[:TITLE].rsplit(" ", 1)[0] + "…"


def _put(case: Case, messages: Sequence[Message]) -> None:
    CaseMessage.objects.bulk_create(
        CaseMessage(administration_id=case.administration_id, case=case, message=one) for one in messages
    )


def _recount(case: Case) -> None:
    """Count the term from the earliest comment again; after an interim answer it is the interim's."""
    rows = CaseMessage.objects.of(case.administration_id).filter(case=case)
    case.received_at = rows.aggregate(first=Min("message__received_at"))["first"] or case.received_at
    if case.interim_at is None:
        case.begins_at, case.due_at = case.reopened_at or case.received_at, earlier(case, answer_due(case))
        case.next_notice_at = next_notice(case)
    case.save()
