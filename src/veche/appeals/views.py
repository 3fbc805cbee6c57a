"""«Жалобы»: the queue, one appeal, its verbs; the notice of a decision; the settings."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veche.appeals import lines
from veche.appeals.domain import decide as deciding
from veche.appeals.domain import public, queries, tickets, ways
from veche.appeals.domain import submit as submitting
from veche.appeals.domain.leave import why_left_to_others
from veche.appeals.domain.list_page import Cursor, Show, list_page
from veche.appeals.domain.near import near_decision, near_decisions
from veche.appeals.domain.statement import reasons_of, statement
from veche.appeals.errors import AppealError
from veche.appeals.forms import DecideForm, SettingsForm
from veche.appeals.models import Appeal, AppealSettings
from veche.kit.ids import id_from
from veche.moderation.enums import RulingVerb
from veche.moderation.models import Restriction, Ruling
from veche.staff.access import authorise, may, own_allowed, own_or_404, permission_required, person_of


@require_GET
@permission_required("appeals.see")
def appeals(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    city = me.administration
    asked = request.GET.get("show", Show.WAITING)
    show = Show(asked) if asked in Show.values else Show.WAITING
    page, counted = list_page(city, show, _cursor(request)), queries.numbers(city)
    terms = public.settings_of(city)
    rows = [lines.row(one, city.time_zone, me.pk) for one in page.appeals]
    context = {
        "rows": rows,
        "show": show,
        "filters": list(Show),
        "numbers": counted,
        "page": page,
        "is_full": counted.lost >= submitting.MOST_WAITING,
        "address": public.address(terms),
        "may_set": may(me, "appeals.settings"),
        "may_report": may(me, "appeals.report"),
        "may_close": sum(row.may_tick for row in rows) > 1 and may(me, "appeals.decide"),
        "ticked": request.GET.get("tick") == "all",
        "kept": urlencode({name: request.GET[name] for name in ("after", "before") if name in request.GET}),
    }
    return render(request, "appeals/list.html", context)


def _cursor(request: HttpRequest) -> Cursor | None:
    """That of `?after=`, else of `?before=`; None for the first page."""
    after, before = (request.GET.get(name, "") for name in ("after", "before"))
    return Cursor.read(after, back=False) or Cursor.read(before, back=True)


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, own_allowed(request, Appeal, "appeals.see", pk=pk))


@require_POST
def match(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the decision that an appeal without a number is about."""
    appeal = own_allowed(request, Appeal, "appeals.decide", pk=pk)
    kind, _, number = request.POST.get("decision", "").partition("-")
    key = id_from(number)
    if kind not in {"ruling", "restriction"} or key is None:
        messages.error(request, "Не выбрано, о каком решении жалоба. Ничего не изменилось.")
        return redirect("appeals:detail", pk)
    decision = near_decision(appeal, kind, key)
    if decision is None:
        raise Http404
    return _did(
        request, appeal, lambda me: deciding.name_decision(appeal=appeal, by=me, decision=decision), "Нашли решение."
    )


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    appeal = own_allowed(request, Appeal, "appeals.decide", pk=pk)
    form, overturn = DecideForm(request.POST), "overturn" in request.POST
    said = (
        "Отменили решение. Житель увидит это по номеру и коду."
        if overturn
        else "Оставили решение. Житель увидит почему."
    )
    return _reasoned(
        request,
        appeal,
        form,
        lambda me, reason: deciding.decide(appeal=appeal, by=me, overturn=overturn, reason=reason),
        said,
    )


@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    appeal = own_allowed(request, Appeal, "appeals.decide", pk=pk)
    form = DecideForm(request.POST, auto_id="dismiss_%s")
    return _reasoned(
        request,
        appeal,
        form,
        lambda me, reason: deciding.dismiss(appeal=appeal, by=me, reason=reason),
        "Закрыли. Житель увидит почему.",
        name="dismissing",
    )


@require_POST
def card_done(request: HttpRequest, pk: int) -> HttpResponse:
    appeal = own_allowed(request, Appeal, "appeals.decide", pk=pk)
    return _did(request, appeal, lambda me: deciding.finish_card(appeal=appeal, by=me), "Отметили.")


@require_http_methods(["GET", "POST"])
def notice_of_ruling(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice of a deletion: what it says, and its text with a new code, shown once."""
    me = person_of(request)
    rows = Ruling.objects.of(me.administration).filter(verb=RulingVerb.DELETE)
    told = rows.select_related("message__account", "message__conversation", "message__proposal", "administration")
    return _notice(request, get_object_or_404(told, pk=pk))


@require_http_methods(["GET", "POST"])
def notice_of_restriction(request: HttpRequest, pk: int) -> HttpResponse:
    me = person_of(request)
    rows = Restriction.objects.of(me.administration).filter(by__isnull=False)
    told = rows.select_related("message__account", "message__conversation", "message__proposal", "administration")
    return _notice(request, get_object_or_404(told, pk=pk))


def _notice(request: HttpRequest, decision: Ruling | Restriction) -> HttpResponse:
    me = person_of(request)
    authorise(me, "appeals.decide", decision)
    terms = public.settings_of(me.administration)
    text = ""
    if request.method == "POST" and terms.is_open:
        text = statement(tickets.issue(decision=decision, by=me), terms)
    context = {
        "decision": decision,
        "is_restriction": isinstance(decision, Restriction),
        "reasons": reasons_of(decision),
        "ticket": tickets.ticket_of(decision),
        "text": text,
        "is_open": terms.is_open,
        "may_set": may(me, "appeals.settings"),
    }
    response = render(request, "appeals/notice.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "POST"])
@permission_required("appeals.settings")
def settings(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    city = me.administration
    form = SettingsForm(
        request.POST or None,
        instance=public.settings_of(city),
        places=ways.accounts_to_choose(city),
        initial={"places": public.places_of(city)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            public.change(administration=city, by=me, said=form.settings(), places=form.cleaned_data["places"])
        except AppealError as error:
            form.add_error("slug", str(error))
        else:
            messages.success(request, "Сохранили. Сроки, которые уже идут, прежние.")
            return redirect("appeals:settings")
    saved: AppealSettings = public.settings_of(city)
    context = {"form": form, "address": public.address(saved)}
    return render(request, "appeals/settings.html", context, status=422 if form.errors else 200)


def _did(request: HttpRequest, appeal: Appeal, verb: Callable[[Any], Any], said: str) -> HttpResponse:
    """Do it and return to the appeal; a refusal is told there."""
    try:
        verb(person_of(request))
    except AppealError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("appeals:detail", appeal.pk)


def _reasoned(
    request: HttpRequest,
    appeal: Appeal,
    form: DecideForm,
    verb: Callable[[Any, str], Any],
    said: str,
    *,
    name: str = "deciding",
) -> HttpResponse:
    """A decision with a reason; refused words are shown again."""
    if form.is_valid():
        try:
            verb(person_of(request), form.cleaned_data["reason"])
        except AppealError as error:
            form.add_error("reason", str(error))
    if form.errors:
        return _page(request, own_or_404(request, Appeal, pk=appeal.pk), **{name: form})
    messages.success(request, said)
    return redirect("appeals:detail", appeal.pk)


def _page(request: HttpRequest, appeal: Appeal, **refused: forms.BaseForm) -> HttpResponse:
    """`refused`: forms that come back, by their names in the template."""
    me = person_of(request)
    found = queries.with_decision(Appeal.objects.of(me.administration)).get(pk=appeal.pk)
    zone, decision = me.administration.time_zone, found.decision
    message = decision.message if decision else None
    deciding_now = found.is_waiting and may(me, "appeals.decide", found)
    may_read = message is None or may(me, "inbox.see", message)
    context: dict[str, Any] = {
        "appeal": found,
        "face": lines.face(found),
        "zone": zone,
        "decision": decision,
        "is_restriction": isinstance(decision, Restriction),
        "reasons": lines.reasons(decision),
        "may_read": may_read,
        "words": lines.words_of(decision) if decision and may_read else "",
        "mine": found.is_against(me.pk),
        "may_decide": deciding_now,
        "near": lines.candidates(near_decisions(found), zone) if deciding_now and decision is None else [],
        "left": why_left_to_others(found, me) if deciding_now and decision is None else "",
        "may_finish_card": bool(found.card) and found.card_done_at is None and may(me, "appeals.decide", found),
        "outcome": lines.outcome(found),
        "deciding": DecideForm(),
        "dismissing": DecideForm(auto_id="dismiss_%s"),
    }
    context.update(refused)
    return render(request, "appeals/detail.html", context, status=422 if refused else 200)
