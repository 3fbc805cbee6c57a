"""Pages for residents: the rules, a decision by number and code, an appeal without them. Nobody signs in.

They need no script, say nothing about decisions to whoever has no code, and a GET changes nothing.
"""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veche.accounts.models import Account
from veche.appeals import lines
from veche.appeals.attempts import Attempt
from veche.appeals.domain import public, tickets
from veche.appeals.domain.answered import answer_to
from veche.appeals.domain.articles import articles
from veche.appeals.domain.closed_comments import told_to_residents
from veche.appeals.domain.queries import decision_of, may_write, with_decision
from veche.appeals.domain.statement import days_of, last_day
from veche.appeals.domain.statistics import Month, figures_of, kept_since, months
from veche.appeals.domain.submit import late_words, submit, submit_without_number
from veche.appeals.domain.terms import due_of, is_in_time
from veche.appeals.errors import AppealError
from veche.appeals.forms import CodeForm, ContestForm, PlaceForm
from veche.appeals.models import Appeal, AppealSettings, Ticket
from veche.cases.domain.terms import settings_of
from veche.kernel.bidi import is_blank
from veche.kernel.clock import now
from veche.moderation.domain.norms import norms_of
from veche.moderation.enums import Ground
from veche.moderation.lines import pieces_of
from veche.moderation.models import Restriction, Ruling
from veche.moderation.words import TO_RESIDENTS
from veche.networks.registry import NETWORKS

SALT = "veche.appeals.pass"
PASS_LASTS = 60 * 60
SHOWN = 200
WRONG = "Номер и код не подошли. Проверьте знаки: в коде нет нуля и единицы. Без номера тоже можно пожаловаться."
NOTHING_TYPED = "Впишите номер и код из нашего сообщения. Его нет? Нажмите «У меня нет номера»."
# Neighbours of one provider, whom no server tells apart, may have used up the attempts.
TOO_MANY = (
    "Отсюда слишком много попыток подряд, может быть, не ваших. Подождите четверть часа: номер и код действуют, как "
    "раньше. Или напишите официально, как сказано внизу страницы."
)
TOO_OFTEN = (
    "Отсюда пришло много жалоб подряд, может быть, не ваших. Попробуйте через час, написанное стоит ниже. Или напишите "
    "официально, как сказано внизу страницы."
)
OVER = "Страница была открыта больше часа. Введите номер и код ещё раз: написанное стоит ниже, скопируйте его."


@login_not_required
@require_GET
def rules(request: HttpRequest, slug: str) -> HttpResponse:
    terms = _terms(slug)
    norms, known = articles(norms_of(terms.administration_id)), months(terms.administration)
    context = {
        "grounds": [(lines.ICONS[one], one.label, TO_RESIDENTS[one], norms.own[one]) for one in Ground],
        "norm": norms.common,
        "form": CodeForm(),
        **(_figures(figures_of(terms.administration, known[0])) if known else {}),
        "others": known[1:],
        "since": kept_since(terms.administration),
        "closed": told_to_residents(terms.administration),
    }
    return _page(request, terms, "appeals/rules.html", context, is_listed=True)


@login_not_required
@require_GET
def figures(request: HttpRequest, slug: str, month: str) -> HttpResponse:
    """The figures of one past month, named as «2026-11»."""
    terms = _terms(slug)
    told = {f"{first:%Y-%m}": first for first in months(terms.administration)}
    if month not in told:
        raise Http404
    others = [first for name, first in told.items() if name != month]
    context = _figures(figures_of(terms.administration, told[month])) | {"others": others}
    return _page(request, terms, "appeals/figures.html", context, is_listed=True)


@login_not_required
@require_GET
def all_months(request: HttpRequest, slug: str) -> HttpResponse:
    terms = _terms(slug)
    city = terms.administration
    context = {"months": months(city), "since": kept_since(city)}
    return _page(request, terms, "appeals/months.html", context, is_listed=True)


def _figures(month: Month) -> dict[str, Any]:
    """`most`: the number of the largest ground, for the bars."""
    return {"month": month, "most": max((one.number or 0 for one in month.grounds), default=0)}


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest, slug: str) -> HttpResponse:
    """Number and code open the decision in the answer to the form: no address leads to it."""
    terms = _terms(slug)
    if request.method != "POST":
        return _page(request, terms, "appeals/find.html", {"form": CodeForm()})
    form = CodeForm(request.POST)
    number, code = (form.cleaned_data[name] if form.is_valid() else "" for name in ("number", "code"))
    if form.is_valid() and is_blank(number + code):
        form.add_error(None, NOTHING_TYPED)
        return _page(request, terms, "appeals/find.html", {"form": form}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    attempt = Attempt(request, "code")
    if not attempt.is_allowed:
        form.add_error(None, TOO_MANY)
        return _page(request, terms, "appeals/find.html", {"form": form}, status=HTTPStatus.TOO_MANY_REQUESTS)
    ticket = tickets.opened(terms.administration, number, code)
    if ticket is None:
        form.add_error(None, WRONG)
        return _page(request, terms, "appeals/find.html", {"form": form}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    attempt.forgive()
    return _decision(request, terms, ticket, ContestForm(initial={"pass_": _pass_for(ticket)}))


@login_not_required
@require_POST
def contest(request: HttpRequest, slug: str) -> HttpResponse:
    """An appeal against the decision that number and code have opened."""
    terms, form = _terms(slug), ContestForm(request.POST)
    ticket = _passed(terms, request.POST.get("pass_", ""))
    if ticket is None:
        return _again(request, terms, form)
    if not form.is_valid():
        return _decision(request, terms, ticket, form)
    attempt = Attempt(request, "appeal")
    if not attempt.is_allowed:
        form.add_error(None, TOO_OFTEN)
        return _decision(request, terms, ticket, form, HTTPStatus.TOO_MANY_REQUESTS)
    try:
        submit(ticket=ticket, terms=terms, text=form.cleaned_data["text"], contact=form.cleaned_data["contact"])
    except AppealError as error:
        attempt.forgive()
        form.add_error("text", str(error))
        return _decision(request, terms, ticket, form)
    return _decision(request, terms, ticket, form, is_sent=True)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, slug: str) -> HttpResponse:
    """An appeal without a number: nothing is shown, a person looks."""
    terms = _terms(slug)
    form = _place_form(request, terms)
    if request.method != "POST":
        return _page(request, terms, "appeals/place.html", {"form": form})
    if not form.is_valid():
        return _page(request, terms, "appeals/place.html", {"form": form}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    attempt = Attempt(request, "appeal")
    if not attempt.is_allowed:
        form.add_error(None, TOO_OFTEN)
        return _page(request, terms, "appeals/place.html", {"form": form}, status=HTTPStatus.TOO_MANY_REQUESTS)
    said = {name: form.cleaned_data[name] for name in ("network", "post", "words", "text", "contact")}
    try:
        issued = submit_without_number(terms=terms, asked=form.asked, said=said | {"wrote_at": form.moment})
    except AppealError as error:
        attempt.forgive()
        form.add_error("text", str(error))
        return _page(request, terms, "appeals/place.html", {"form": form}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _page(request, terms, "appeals/accepted.html", {"issued": issued})


def _terms(slug: str) -> AppealSettings:
    """The open pages of this address. Raises `Http404`."""
    found = public.opened_at(slug)
    if found is None:
        raise Http404
    return found


def _place_form(request: HttpRequest, terms: AppealSettings) -> PlaceForm:
    slugs = Account.objects.of(terms.administration_id).filter(closed_at=None).values_list("network", flat=True)
    known = set(slugs)
    networks = [(slug, one.title) for slug, one in NETWORKS.items() if slug in known]
    start = {"network": networks[0][0]} if len(networks) == 1 else {}
    zone = terms.administration.time_zone
    return PlaceForm(request.POST if request.method == "POST" else None, networks=networks, zone=zone, initial=start)


def _pass_for(ticket: Ticket) -> str:
    return signing.dumps([ticket.pk], salt=SALT)


def _passed(terms: AppealSettings, sent: str) -> Ticket | None:
    """The ticket of a pass of this administration; None for a forged one and for one that has ended."""
    try:
        (pk,) = signing.loads(sent, salt=SALT, max_age=PASS_LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    rows = Ticket.objects.of(terms.administration_id).select_related("administration", "ruling", "restriction")
    found: Ticket | None = rows.filter(pk=pk).first()
    return found


def _again(request: HttpRequest, terms: AppealSettings, form: ContestForm) -> HttpResponse:
    code = CodeForm(data={})
    code.is_valid()
    code.add_error(None, OVER)
    kept = [form[name].value() for name in ("text", "contact")]
    context = {"form": code, "kept": "\n\n".join(one for one in kept if one)}
    return _page(request, terms, "appeals/find.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _decision(
    request: HttpRequest,
    terms: AppealSettings,
    ticket: Ticket,
    form: ContestForm,
    status: int = 0,
    *,
    is_sent: bool = False,
) -> HttpResponse:
    """`is_sent`: the form was the appeal that has just come."""
    appeal = with_decision(Appeal.objects.of(terms.administration_id).filter(ticket=ticket)).first()
    decision = decision_of(ticket) or (appeal.decision if appeal and not appeal.is_waiting else None)
    context: dict[str, Any] = {
        "ticket": ticket,
        "appeal": appeal,
        "outcome": lines.outcome(appeal) if appeal else "",
        "is_sent": is_sent,
        "form": form,
        "reasons": lines.reasons(decision),
        "is_restriction": isinstance(decision, Restriction),
        "due": due_of(now(), terms),
        "answer": answer_to(decision.message if decision and ticket.decision else None),
        **_words(decision if ticket.decision else None),
        **_in_time(decision if ticket.decision else None, terms),
    }
    refused = form.errors and not is_sent
    status = status or (HTTPStatus.UNPROCESSABLE_ENTITY if refused else SHOWN)
    return _page(request, terms, "appeals/decision.html", context, status=status)


def _words(decision: Ruling | Restriction | None) -> dict[str, Any]:
    """The words with those that led to the ground, and how to say the rest again."""
    if decision is None:
        return {"pieces": [], "is_marked": False, "again": "", "is_free": False}
    pieces, is_free = pieces_of(decision, lines.words_of(decision)), may_write(decision)
    return {
        "pieces": pieces,
        "is_marked": any(one.mark for one in pieces),
        "again": lines.written_again(decision) if is_free else "",
        "is_free": is_free,
    }


def _in_time(decision: Ruling | Restriction | None, terms: AppealSettings) -> dict[str, Any]:
    if decision is None:
        return {"may_contest": False, "late": ""}
    in_time = is_in_time(decision, terms)
    return {
        "may_contest": in_time,
        "late": "" if in_time else late_words(terms),
        "last_day": last_day(decision, terms),
    }


def _page(
    request: HttpRequest,
    terms: AppealSettings,
    template: str,
    context: dict[str, Any],
    *,
    status: int = SHOWN,
    is_listed: bool = False,
) -> HttpResponse:
    """`is_listed`: search engines may list the page."""
    city = terms.administration
    told = {"city": city, "slug": terms.slug, "days": days_of(terms), "zone": city.time_zone, "terms": terms}
    told["formal"] = settings_of(city).formal
    response = render(request, template, told | context, status=status)
    response.headers["Cache-Control"] = "no-store"
    if not is_listed:
        response.headers["X-Robots-Tag"] = "noindex"
    return response
