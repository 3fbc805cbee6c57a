"""Tell people about the terms of cases. No words of a resident go into a letter."""

from collections.abc import Mapping, Sequence

from django.urls import reverse

from veche.alarms.domain.notify import notify
from veche.alarms.news import Matter, News, register
from veche.cases.enums import OPEN, CaseState, StepKind
from veche.cases.models import Case, CaseStep
from veche.kit.moments import dated
from veche.staff.domain.roles import people_today
from veche.staff.enums import Role
from veche.staff.models import Administration, Person

TERM = "cases.term"
_TO = {
    StepKind.REMINDED: (Role.PRESS_OFFICER, Role.PRESS_HEAD),
    StepKind.DUE: (Role.PRESS_HEAD,),
    StepKind.TO_HEAD: (Role.HEAD,),
}
_WORDS = {
    StepKind.REMINDED: "Жители ждут ответа до {due}, прошло три четверти срока.",
    StepKind.DUE: "Срок ответа жителям вышел {due}.",
    StepKind.TO_HEAD: "Срок ответа жителям вышел {due}, ответа нет и после напоминаний.",
}
NOT_ROUTED = "Вопрос жителей ещё не передали отделу. Ответа ждут до {due}."


def notify_of_term(case: Case, step: CaseStep) -> None:
    """Tell the roles of `_TO` about a reminder."""
    city = case.administration
    if people := people_today(_TO[StepKind(step.kind)], city):
        notify(city, TERM, step.pk, people)


def read_terms(administration: Administration, _person: Person, subjects: Sequence[int]) -> Mapping[int, Matter]:
    """Steps of cases that are open still."""
    rows = CaseStep.objects.of(administration).filter(pk__in=subjects, case__state__in=sorted(OPEN))
    return {step.pk: _matter(step, administration) for step in rows.select_related("case")}


def _matter(step: CaseStep, administration: Administration) -> Matter:
    case = step.case
    kind = StepKind(step.kind)
    words = NOT_ROUTED if kind == StepKind.REMINDED and case.state == CaseState.ROUTING else _WORDS[kind]
    return Matter(
        title=f"Дело {case.pk}",
        lines=[words.format(due=dated(case.due_at, administration.time_zone))],
        action="Открыть дело",
        path=reverse("cases:detail", args=[case.pk]),
        at=case.due_at,
        late=kind != StepKind.REMINDED,
        takes=False,
    )


def register_news() -> None:
    register(News(kind=TERM, called="ждут ответа жители", read=read_terms, several="ждут ответа жители, дел: {count}"))
