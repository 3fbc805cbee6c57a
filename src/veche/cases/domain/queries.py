"""Reads of cases: the list, its numbers, one case."""

from datetime import timedelta
from typing import NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, TextChoices

from veche.cases.domain.asking_back import asks_of
from veche.cases.domain.unsent import CURRENT, unanswered_in
from veche.cases.enums import CaseState, WhyClosed
from veche.cases.models import Case, CaseMessage, CaseStep, ForeignNumber
from veche.inbox.domain.posts import with_post
from veche.inbox.models import Answer, Message
from veche.kernel.clock import now
from veche.outbox.enums import ActState
from veche.requests.enums import RequestState
from veche.staff.compiled import compiled_once
from veche.staff.models import Administration
from veche.staff.together import Reading

PAGE = 40
COUNTED = timedelta(days=90)
# No database counts further.
LAST_PAGE = 10**9
# An answer that stands nowhere, as far as is known.
_NOT_OUT = (ActState.FAILED, ActState.UNKNOWN, ActState.MISSED, ActState.CANCELLED)


class Show(TextChoices):
    """What the list shows."""

    OPEN = "open", "Открытые"
    LATE = "late", "Опаздывают"
    ROUTING = "routing", "Передать отделу"
    ASKED = "asked", "Ждём отдел"
    DRAFT = "draft", "Черновик пришёл"
    UNSENT = "unsent", "Ответ не вышел"
    DONE = "done", "Закрытые"
    HELPED = "helped", "Помогло ли"
    NOT_OURS = "not_ours", "Не наше за 90 дней"


# Filters of closed cases.
ENDS = (Show.DONE, Show.HELPED, Show.NOT_OURS)


class Listed(NamedTuple):
    """`comments`: their number."""

    case: Case
    comments: int
    is_unsent: bool


def numbers(administration: Administration) -> dict[Show, int]:
    """How many cases each filter shows, but the closed ones."""
    rows = Case.objects.of(administration).filter(closed_at=None)
    shown = [show for show in Show if show not in ENDS]
    found = rows.aggregate(**{show.value: Count("pk", filter=_filter(show, administration)) for show in shown})
    ended = Case.objects.of(administration)
    of_ended = {show: ended.filter(_filter(show, administration)).count() for show in (Show.HELPED, Show.NOT_OURS)}
    return {**{show: found[show.value] for show in shown}, **of_ended}


def list_page(
    administration: Administration, show: Show, department: int | None, number: int
) -> tuple[list[Listed], bool]:
    """A page of cases, and whether there is another: late ones first, then by their term; closed ones newest first."""
    rows = Case.objects.of(administration).filter(closed_at__isnull=show not in ENDS)
    rows = rows.filter(_filter(show, administration))
    if department is not None:
        rows = rows.filter(department=department)
    order = ("-closed_at", "-pk") if show in ENDS else ("due_at", "pk")
    start = (min(number, LAST_PAGE) - 1) * PAGE
    told = rows.select_related("department", "request").annotate(
        comments=Count("entries"),
        is_unsent=Exists(_unsent(administration.pk).filter(message__in_case__case=OuterRef("pk"))),
    )
    found = list(told.order_by(*order)[start : start + PAGE + 1])
    return [Listed(one, one.comments, one.is_unsent) for one in found[:PAGE]], len(found) > PAGE


def _filter(show: Show, administration: Administration) -> Q:
    """Which of the open, or of the closed, cases are shown."""
    if show == Show.NOT_OURS:
        return Q(why_closed=WhyClosed.NOT_OURS, closed_at__gte=now() - COUNTED)
    if show == Show.HELPED:
        return asks_of(administration)
    if show == Show.LATE:
        return Q(due_at__lt=now())
    if show == Show.ROUTING:  # nobody was asked yet, or the department has answered that it is not theirs
        return Q(state=CaseState.ROUTING) | Q(state=CaseState.ASKED, request__state=RequestState.REFUSED)
    if show == Show.ASKED:
        return Q(state=CaseState.ASKED) & ~Q(request__state=RequestState.REFUSED)
    return Q(state=show.value) if show in {Show.DRAFT, Show.UNSENT} else Q()


def messages_in(case: Case) -> "QuerySet[Message]":
    """The comments of a case, in no order."""
    rows: QuerySet[Message] = Message.objects.of(case.administration_id).filter(pk__in=_ids_of_messages(case))
    return rows


def texts_elsewhere(case: Case) -> list[str]:
    """What other systems say of the case."""
    rows = ForeignNumber.objects.of(case.administration_id).filter(case=case).exclude(text="")
    return list(rows.values_list("text", flat=True))


def numbers_of(case: Case) -> list[ForeignNumber]:
    """Numbers of other systems, the earliest deadline first."""
    rows = ForeignNumber.objects.of(case.administration_id).filter(case=case)
    return list(rows.order_by(F("due_at").asc(nulls_last=True), "pk"))


def is_unsent(case: Case) -> bool:
    """Whether a comment of the case has no answer but such that did not go out."""
    return _unsent(case.administration_id).filter(message__in_case__case=case).exists()


def lacking(case: Case) -> int:
    """How many comments of the case have no answer that went out."""
    return unanswered_in(case).count()


def _unsent(administration: int) -> "QuerySet[Answer]":
    answers: QuerySet[Answer] = Answer.objects.of(administration).filter(CURRENT)
    others = answers.filter(message=OuterRef("message")).exclude(act__state__in=_NOT_OUT)
    return answers.filter(~Exists(others), act__state__in=_NOT_OUT)


def comments_of(case: Case) -> list[Message]:
    """The comments of a case with what says whether they can be answered, oldest first."""
    rows = with_post(messages_in(case), case.administration)
    return list(rows.select_related("account__passport", "conversation", "administration").order_by("at", "pk"))


def answers_of(case: Case) -> list[Answer]:
    """Answers to comments of the case with their acts, newest first."""
    rows = Answer.objects.of(case.administration_id).filter(message__in=_ids_of_messages(case))
    return list(rows.select_related("act", "message__account", "author").order_by("-pk"))


def _ids_of_messages(case: Case) -> "QuerySet[CaseMessage, int]":
    entries = CaseMessage.objects.of(case.administration_id).filter(case=case)
    ids: QuerySet[CaseMessage, int] = entries.values_list("message", flat=True)
    return ids


def steps_of(case: Case) -> list[CaseStep]:
    return list(CaseStep.objects.of(case.administration_id).filter(case=case).select_related("by"))


def reading_of_case(message: Message) -> Reading[Case | None]:
    """The case that the comment belongs to."""
    return Reading(_case_of.bind(message.administration_id, message.pk), lambda rows: next(iter(rows), None))


@compiled_once
def _case_of(city: int, message: int) -> "QuerySet[Case]":
    entries = CaseMessage.objects.of(city).filter(message=message)
    rows: QuerySet[Case] = Case.objects.of(city).filter(pk__in=entries.values("case"))
    return rows.order_by("pk")[:1]


def others_open(case: Case) -> list[Case]:
    """Open cases that this one may be merged into, those of its topic first."""
    rows = Case.objects.of(case.administration_id).filter(closed_at=None).exclude(pk=case.pk)
    return list(rows.alias(is_near=Q(topic=case.topic)).order_by("-is_near", "due_at", "pk")[:50])
