"""Proposed questions for the page: what is about one trouble is one line, by department and topic."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from veche.cases.domain.questions import waiting
from veche.cases.enums import QuestionState
from veche.cases.models import Case, Question
from veche.kernel.clock import DAY, now
from veche.staff.compiled import compiled_once
from veche.staff.models import Administration
from veche.staff.together import Reading

PAGE = 40
# More wait on a day of disaster only; the oldest come first, so that none is left.
MOST = 2_000
# As many as «Сегодня» counts.
MOST_TOLD = 1_000


@dataclass(frozen=True, slots=True)
class Group:
    """Questions about one trouble, the oldest first. `key`: of its first question, decided or not."""

    key: int
    questions: tuple[Question, ...]

    @property
    def first(self) -> Question:
        return self.questions[0]

    @property
    def into(self) -> Case | None:
        """The open case about the same trouble."""
        cases: list[Case | None] = [one.into for one in self.questions]
        cases += [_case_of(one.lead) for one in self.questions if one.lead]
        return next((one for one in cases if one is not None and one.is_open), None)


def _case_of(lead: Question) -> Case | None:
    entry = getattr(lead.message, "in_case", None)
    return entry.case if entry else None


def groups_page(administration: Administration, number: int) -> tuple[list[Group], int, int]:
    """A page of groups by department, the urgent ones first, and topic; how many groups and comments there are.

    Two queries.
    """
    rows = waiting(administration).order_by("pk").values_list("pk", "lead_id", "department__name", "topic", "reasons")
    keys: dict[int, tuple[bool, str, bool, str, int]] = {}
    found = list(rows[:MOST])
    for pk, lead, department, topic, reasons in found:
        keys.setdefault(lead or pk, (department is None, department or "", not reasons, topic, pk))
    ordered = sorted(keys, key=keys.__getitem__)
    start = (number - 1) * PAGE
    return groups_of(administration, ordered[start : start + PAGE]), len(ordered), len(found)


def groups_of(administration: Administration, keys: Collection[int]) -> list[Group]:
    """The waiting groups with these keys, in their order."""
    rows = waiting(administration)
    found = _told(rows.filter(pk__in=keys) | rows.filter(lead__in=keys))
    by_key: dict[int, list[Question]] = {}
    for question in found.order_by("pk"):
        by_key.setdefault(question.key, []).append(question)
    return [Group(key, tuple(by_key[key])) for key in keys if key in by_key]


def waved_today(administration: Administration) -> list[Question]:
    """The first of each group that was waved away within a day, newest first."""
    rows = Question.objects.of(administration).filter(state=QuestionState.WAVED, decided_at__gte=now() - DAY)
    told = rows.select_related("message__account", "by").order_by("-decided_at", "pk")
    first: dict[int, Question] = {}
    for question in told[:PAGE]:
        first.setdefault(question.key, question)
    return list(first.values())


def _told(rows: "QuerySet[Question]") -> "QuerySet[Question]":
    return rows.select_related("message__account", "department", "into", "lead__message__in_case__case")


def count_waiting(administration: Administration) -> int:
    return waiting(administration).count()


def reading_of_questions(administration: Administration) -> Reading[int]:
    """How many questions wait, `MOST_TOLD` at most, to read together with others."""
    return Reading(_waiting.bind(administration), len)


@compiled_once
def _waiting(administration: Administration) -> "QuerySet[Question]":
    return waiting(administration).only("pk").order_by("pk")[:MOST_TOLD]


def reading_of_question(city: int, message: int) -> Reading[Question | None]:
    """What was decided about the comment as a question."""
    return Reading(_of_message.bind(city, message), lambda rows: next(iter(rows), None))


@compiled_once
def _of_message(city: int, message: int) -> "QuerySet[Question]":
    rows: QuerySet[Question] = Question.objects.of(city).filter(message=message, state=QuestionState.WAVED)
    return rows.select_related("by").order_by("pk")[:1]
