"""A department drafts the answer: by a request, which names no resident."""

from collections import Counter

from django.db import transaction
from django.urls import reverse

from veche.cases.domain.needs import needs_of
from veche.cases.domain.queries import messages_in, texts_elsewhere
from veche.cases.domain.steps import add_step, locked
from veche.cases.domain.terms import next_hour, next_notice
from veche.cases.domain.unnamed import unnamed
from veche.cases.enums import CaseState, Reach, StepKind
from veche.cases.errors import CaseError
from veche.cases.models import Case
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.kit.excerpts import excerpt
from veche.morphology.numerals import counted
from veche.requests import kinds
from veche.requests.domain.ask import ask, withdraw
from veche.requests.domain.review import accept, send_back
from veche.requests.enums import OPEN as REQUEST_OPEN
from veche.requests.enums import RemarkKind, RequestState
from veche.requests.models import Remark, Request
from veche.staff.models import Administration, Person

KIND = "case"
QUOTED, EACH = 20, 300
NO_DEPARTMENT = "Сначала выберите, какой отдел отвечает. Ничего не ушло."
NO_DRAFT = "Отдел ещё не прислал черновик, возвращать нечего. Ничего не изменилось."


def ask_department(*, case: Case, by: Person, text: str = "") -> Case:
    """Ask the case's department for a draft until the case's term. Raises `CaseError`, `RequestError`."""
    with transaction.atomic():
        found = locked(case)
        if found.department is None:
            raise CaseError(NO_DEPARTMENT)
        settle_request(found, by)
        moment = now()
        found.request = ask(
            administration=found.administration,
            by=by,
            kind=KIND,
            title=found.title,
            text=_words(found, text),
            due_at=max(found.due_at, next_hour(found)),
            department=found.department,
            subject_id=found.pk,
        )
        found.state, found.routed_at, found.draft = CaseState.ASKED, found.routed_at or moment, ""
        if found.reach <= Reach.REMINDED:
            found.reach = Reach.NOBODY  # until now it was reminded of its routing
            found.next_notice_at = next_notice(found)
        found.save()
        add_step(found, StepKind.ASKED, by)
        facts = {"department": found.department_id, "request": found.request.pk}
        record(administration=found.administration, actor=by, verb="case.asked", obj=found, facts=facts)
    return found


def return_draft(*, case: Case, by: Person, text: str) -> Case:
    """Return the draft with a remark, until the case's term. Raises `CaseError`, `RequestError`."""
    with transaction.atomic():
        found = locked(case)
        if found.state != CaseState.DRAFT or found.request is None:
            raise CaseError(NO_DRAFT)
        send_back(request=found.request, by=by, text=text, due_at=max(found.due_at, next_hour(found)))
        found.state = CaseState.ASKED
        found.save(update_fields=("state",))
        add_step(found, StepKind.RETURNED, by)
        facts = {"request": found.request.pk}
        record(administration=found.administration, actor=by, verb="case.returned", obj=found, facts=facts)
    return found


def take_draft(request: Request) -> None:
    """Put the department's answer into its case, in the transaction of the answer."""
    rows = Case.objects.of(request.administration_id).select_for_update(of=("self",))
    case = rows.select_related("administration").filter(request=request, closed_at=None).first()
    if case is None:
        return
    said = Remark.objects.of(request.administration_id).filter(request=request, kind=RemarkKind.ANSWER).last()
    case.draft, case.state = said.text if said else "", CaseState.DRAFT
    case.save(update_fields=("draft", "state"))
    add_step(case, StepKind.DRAFT, None)
    facts = {"request": request.pk}
    record(administration=case.administration, actor=request.answered_by, verb="case.drafted", obj=case, facts=facts)


def settle_request(case: Case, by: Person) -> None:
    """End the case's request: an answer is accepted, anything else withdrawn."""
    if case.request is None or case.request.state not in REQUEST_OPEN:
        return
    if case.request.state == RequestState.ANSWERED:
        accept(request=case.request, by=by)
    else:
        withdraw(request=case.request, by=by)


def _words(case: Case, text: str) -> str:
    """What the department reads: the press service's words, then what residents write, without their names."""
    texts = [*messages_in(case).order_by("at", "pk").values_list("text", flat=True), *texts_elsewhere(case)]
    said = Counter(excerpt(unnamed(one), EACH) for one in texts if one.strip())
    quoted = [f"— {one}{f' (так написали {number})' if number > 1 else ''}" for one, number in said.most_common(QUOTED)]
    lines = [*([text.strip()] if text.strip() else []), _heading(said.total()), *quoted]
    if len(said) > QUOTED:
        lines.append(f"И ещё {len(said) - QUOTED} о том же.")
    lines.append("Напишите, что им ответить: что сделаете, кто и к какому дню. Если нельзя, то почему.")
    return "\n".join(lines)[:4000]


def _heading(comments: int) -> str:
    if comments < 2:
        return "Житель пишет:"
    return f"Жители пишут, {counted(comments, 'комментарий', 'комментария', 'комментариев')}:"


def subject(administration: Administration, pk: int) -> kinds.Subject | None:
    case = Case.objects.of(administration).filter(pk=pk).first()
    return kinds.Subject(f"Дело {case.pk}: {case.title}", reverse("cases:detail", args=[pk])) if case else None


def register_kind() -> None:
    kinds.register(
        kinds.RequestKind(
            KIND,
            "ответить жителям",
            "Отправить пресс-службе",
            "message-question",
            hint="Имён здесь нет и не нужно: ответит пресс-служба.",
            subject=subject,
            on_answer=take_draft,
            needs=needs_of,
            told_as="Вопрос жителей, дело {subject}",
            is_offered=False,
        )
    )
