"""«Дела»: the list, one case, its verbs."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veche.cases import lines
from veche.cases.domain import answer as answering
from veche.cases.domain import change as changing
from veche.cases.domain import draft as drafting
from veche.cases.domain import open as opening
from veche.cases.domain import propose, queries
from veche.cases.domain import templates as ready_made
from veche.cases.domain.bodies import bodies_of
from veche.cases.domain.delayed_answer import answer_with_delay
from veche.cases.domain.helped import share_of
from veche.cases.domain.queries import Show
from veche.cases.domain.question_groups import count_waiting
from veche.cases.domain.terms import settings_of
from veche.cases.enums import How, WhyClosed
from veche.cases.errors import CaseError
from veche.cases.forms import AnswerForm, CaseForm, CloseForm, NotOursForm, SettingsForm, WordsForm
from veche.cases.models import AnswerTemplate, Case
from veche.cases.page_views import page_of_case
from veche.inbox.models import Message
from veche.kernel.bidi import isolated
from veche.kit.ids import id_from
from veche.requests.errors import RequestError
from veche.staff.access import may, own_allowed, own_or_404, permission_required, person_of
from veche.staff.domain.departments import departments_to_choose
from veche.staff.next_page import next_page


@require_GET
@permission_required("cases.see")
def cases(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    city = me.administration
    asked = request.GET.get("show", Show.OPEN)
    show = Show(asked) if asked in Show.values else Show.OPEN
    departments = list(departments_to_choose(city))
    department = next((one for one in departments if str(one.pk) == request.GET.get("department")), None)
    page = max(id_from(request.GET.get("page", "")) or 1, 1)
    found, has_next = queries.list_page(city, show, department.pk if department else None, page)
    for one in found:
        one.case.administration = city
    kept = {"department": department.pk} if department else {}
    counts = queries.numbers(city)
    context = {
        "rows": [lines.row(one.case, one.comments, is_unsent=one.is_unsent) for one in found],
        "show": show,
        "filters": [(one, one.label, urlencode({"show": one.value, **kept}), counts.get(one, "")) for one in Show],
        "departments": departments,
        "department": department,
        "page": page,
        "has_next": has_next,
        "kept": urlencode({"show": show.value, **kept}),
        "questions": count_waiting(city),
        "share": lines.share(share_of(city)),
        "may_set": may(me, "cases.settings"),
        "may_work": may(me, "cases.work"),
    }
    return render(request, "cases/list.html", context)


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    case = own_allowed(request, Case, "cases.see", pk=pk)
    return page_of_case(request, case)


@require_POST
def open_from(request: HttpRequest, pk: int) -> HttpResponse:
    """«В дело» of a comment: the case, or the page that the form names."""
    message = own_allowed(request, Message, "inbox.see", pk=pk)
    own_allowed(request, Message, "cases.work", pk=pk)
    try:
        case = opening.open_case(message=message, by=person_of(request))
    except CaseError as error:
        messages.error(request, str(error))
        return redirect("web:message", pk)
    if onward := next_page(request):
        messages.success(request, f"Открыли дело {isolated(case.title)}. Срок и отдел в «Делах».")
        return redirect(onward)
    return redirect("cases:detail", case.pk)


@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    case = own_allowed(request, Case, "cases.work", pk=pk)
    form = CaseForm(request.POST, instance=Case.objects.of(case.administration_id).get(pk=pk))
    if not form.is_valid():
        return page_of_case(request, case, about=form)
    said = {name: form.cleaned_data[name] for name in ("title", "topic", "department", "raised")}
    return _did(request, case, lambda me: changing.change(case=case, by=me, **said), "Поправили.")


@require_http_methods(["GET", "POST"])
def alike(request: HttpRequest, pk: int) -> HttpResponse:
    """Comments that seem to be about the same trouble; chosen ones go into the case."""
    case = own_allowed(request, Case, "cases.work", pk=pk)
    city = case.administration
    found = propose.alike(city, queries.comments_of(case)) if case.is_open else []
    if request.method == "POST":
        chosen = [one for one in found if str(one.pk) in request.POST.getlist("message")]
        return _did(
            request,
            case,
            lambda me: opening.add_comments(case=case, by=me, messages=chosen),
            "Добавили в дело." if chosen else "Ничего не выбрали, дело прежнее.",
        )
    return render(request, "cases/alike.html", {"case": case, "said": lines.comment_lines(found, city.time_zone)})


@require_POST
def take_out(request: HttpRequest, pk: int, message: int) -> HttpResponse:
    case = own_allowed(request, Case, "cases.work", pk=pk)
    one = own_or_404(request, Message, pk=message)
    return _did(request, case, lambda me: opening.take_out(case=case, by=me, message=one), "Вынесли в отдельное дело.")


@require_POST
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    case = own_allowed(request, Case, "cases.work", pk=pk)
    number = id_from(request.POST.get("into", ""))
    if number is None:
        messages.error(request, "Не выбрано, с каким делом соединить. Ничего не изменилось.")
        return redirect("cases:detail", pk)
    into = own_allowed(request, Case, "cases.work", pk=number)
    done = _did(request, case, lambda me: opening.merge(case=case, into=into, by=me), "Соединили.")
    return redirect("cases:detail", into.pk) if done.status_code == 302 else done


@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    case = own_allowed(request, Case, "cases.work", pk=pk)
    asking = WordsForm(request.POST, auto_id="ask_%s")
    return _told(request, case, "asking", asking, drafting.ask_department, "Передали. Отдел узнает сейчас.")


@require_POST
def return_draft(request: HttpRequest, pk: int) -> HttpResponse:
    case = own_allowed(request, Case, "cases.work", pk=pk)
    returning = WordsForm(request.POST, auto_id="return_%s")
    return _told(request, case, "returning", returning, drafting.return_draft, "Вернули отделу.")


def _told(
    request: HttpRequest, case: Case, name: str, form: WordsForm, verb: Callable[..., Case], said: str
) -> HttpResponse:
    """Tell the department; refused words are shown again."""
    if form.is_valid():
        try:
            verb(case=case, by=person_of(request), text=form.cleaned_data["text"])
        except (CaseError, RequestError) as error:
            form.add_error("text", str(error))
    if form.errors:
        return page_of_case(request, own_allowed(request, Case, "cases.work", pk=case.pk), **{name: form})
    messages.success(request, said)
    return redirect("cases:detail", case.pk)


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the answer, to several comments in ten seconds; a refused one is shown again with its text."""
    case = own_allowed(request, Case, "cases.work", pk=pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return page_of_case(request, case, form=form)
    interim, how, text = "interim" in request.POST, form.cleaned_data["how"], form.cleaned_data["text"]
    on_post = "on_post" in request.POST
    try:
        if answering.goes_to_several(case):
            answer_with_delay(case=case, by=person_of(request), text=text, how=how, interim=interim)
            return redirect(reverse("cases:detail", args=[pk]) + "#reply")
        sent = answering.answer(case=case, by=person_of(request), text=text, how=how, interim=interim, on_post=on_post)
    except CaseError as error:
        case = own_allowed(request, Case, "cases.work", pk=pk)
        if answering.is_sent(case, text):
            return redirect("cases:detail", pk)
        form.add_error("text", str(error))
        return page_of_case(request, case, form=form)
    if sent:
        messages.success(request, f"Ответов отправили: {len(sent)}. Когда каждый вышел, видно здесь.")
    elif answering.stands_elsewhere(case):
        messages.success(
            request, "Ответ записали. Отправлять здесь некому: вставьте его в ту систему или скачайте таблицу."
        )
    return redirect("cases:detail", pk)


@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Judge what is typed, and show it beside the department's draft. Nothing is saved or sent."""
    case = own_allowed(request, Case, "cases.work", pk=pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return page_of_case(request, case, form=form)
    return page_of_case(request, case, begun=AnswerForm(initial=form.cleaned_data))


@require_POST
def insert(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the page with a ready-made answer below what is typed. Nothing is saved or sent."""
    case = own_allowed(request, Case, "cases.work", pk=pk)
    form = AnswerForm(request.POST)
    form.is_valid()
    typed, how = form.cleaned_data.get("text", ""), form.cleaned_data.get("how", How.EACH)
    number = id_from(request.POST.get("template", ""))
    if number is None:
        form.add_error("text", "Выберите заготовку в списке. Текст на месте.")
        return page_of_case(request, case, form=form)
    template = own_allowed(request, AnswerTemplate, "cases.work", pk=number)
    text = "\n\n".join(part for part in (typed, ready_made.filled(template.text, case)) if part)
    return page_of_case(request, case, begun=AnswerForm(initial={"text": text, "how": how}))


@require_POST
def not_ours(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer whose it is and close the case by that, in ten seconds if several are answered."""
    case = own_allowed(request, Case, "cases.work", pk=pk)
    form = NotOursForm(request.POST, bodies=bodies_of(settings_of(case.administration)), auto_id="not_ours_%s")
    if not form.is_valid():
        return page_of_case(request, case, not_ours=form)
    me, how, whose, text = person_of(request), form.cleaned_data["how"], form.cleaned_data["whose"], form.answer_text()
    try:
        if answering.goes_to_several(case):
            answer_with_delay(case=case, by=me, text=text, how=how, interim=False, whose=whose)
            return redirect(reverse("cases:detail", args=[pk]) + "#reply")
        on_post = "on_post" in request.POST
        answering.answer(case=case, by=me, text=text, how=how, interim=False, whose=whose, on_post=on_post)
    except CaseError as error:
        case = own_allowed(request, Case, "cases.work", pk=pk)
        if answering.is_sent(case, text):
            return redirect("cases:detail", pk)
        if not case.is_open:
            messages.error(request, str(error))
            return redirect("cases:detail", pk)
        form.add_error("more", str(error))
        return page_of_case(request, case, not_ours=form)
    messages.success(request, f"Ответили, чьё это: {whose}. Дело закрыли как «не наше».")
    return redirect("cases:detail", pk)


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    case = own_allowed(request, Case, "cases.work", pk=pk)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return page_of_case(request, case, ending=form)
    why = WhyClosed(form.cleaned_data["why"])
    return _did(request, case, lambda me: changing.close(case=case, by=me, why=why), "Закрыли без ответа.")


@require_http_methods(["GET", "POST"])
@permission_required("cases.settings")
def settings(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    form = SettingsForm(request.POST or None, instance=settings_of(me.administration))
    if request.method == "POST" and form.is_valid():
        changing.change_settings(administration=me.administration, by=me, said=form.cleaned_data)
        messages.success(request, "Сохранили. Сроки, которые уже идут, прежние.")
        return redirect("cases:settings")
    status = 422 if form.is_bound else 200
    return render(request, "cases/settings.html", {"form": form}, status=status)


def _did(request: HttpRequest, case: Case, verb: Callable[[Any], Any], said: str) -> HttpResponse:
    """Do it and return to the case; a refusal is told there."""
    try:
        verb(person_of(request))
    except (CaseError, RequestError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("cases:detail", case.pk)
