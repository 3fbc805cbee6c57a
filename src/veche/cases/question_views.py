"""«Похоже на вопросы»: proposed cases, accepted or waved away in one press."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from veche.cases import question_lines
from veche.cases.domain.judge_questions import accept, bring_back, wave_away
from veche.cases.domain.question_groups import PAGE, groups_page, waved_today
from veche.cases.enums import WAVED_FOR, WhyClosed
from veche.cases.errors import CaseError
from veche.cases.models import Question
from veche.kit.ids import id_from
from veche.staff.access import may, own_allowed, permission_required, person_of

LAST_PAGE = 1_000


@require_GET
@permission_required("cases.see")
def questions(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    city = me.administration
    page = min(max(id_from(request.GET.get("page", "")) or 1, 1), LAST_PAGE)
    groups, total, comments = groups_page(city, page)
    context = {
        "sections": question_lines.sections(groups, city.time_zone),
        "total": total,
        "comments": comments,
        "waved": question_lines.waved(waved_today(city), city.time_zone),
        "whys": [(one.value, one.label) for one in WAVED_FOR],
        "may_work": may(me, "cases.work"),
        "page": page,
        "has_next": page * PAGE < total,
    }
    return render(request, "cases/questions.html", context)


@require_POST
@permission_required("cases.work")
def judge(request: HttpRequest) -> HttpResponse:
    """One row's button names its group; a section's button takes the chosen ones."""
    me = person_of(request)
    city, said = me.administration, request.POST
    one = said.get("open") or said.get("wave")
    keys = [key for key in map(id_from, [one] if one else said.getlist("group")) if key is not None]
    if not keys:
        messages.error(request, "Ничего не выбрали. Все вопросы на месте.")
    elif "wave" in said or said.get("do") == "wave":
        why = said.get("why", "") if not one else ""
        number = wave_away(administration=city, keys=keys, by=me, why=_why(why))
        messages.success(request, question_lines.waved_in_words(number))
    else:
        done = accept(administration=city, keys=keys, by=me, ask=said.get("do") == "ask")
        messages.success(request, question_lines.accepted_in_words(done))
    return redirect("cases:questions")


def _why(said: str) -> WhyClosed:
    return next((one for one in WAVED_FOR if one.value == said), WhyClosed.NO_QUESTION)


@require_POST
def back(request: HttpRequest, pk: int) -> HttpResponse:
    question = own_allowed(request, Question, "cases.work", pk=pk)
    try:
        bring_back(question=question, by=person_of(request))
    except CaseError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Вернули в вопросы.")
    return redirect("cases:questions")
