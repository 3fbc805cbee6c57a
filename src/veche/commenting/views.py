"""«Кто комментирует»: the register, the form of an account and of a post, one decision and its verbs."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veche.accounts.models import Account
from veche.commenting.domain import differences as settling
from veche.commenting.domain import reopen as reopening
from veche.commenting.domain.close import close, move_term
from veche.commenting.domain.closures import closures, differences, in_force, standing
from veche.commenting.domain.ways import has_comments, lacks, ways_of
from veche.commenting.enums import AccountMode
from veche.commenting.errors import CommentingError
from veche.commenting.forms import CloseForm, TermForm
from veche.commenting.models import Closure, ModeDifference
from veche.commenting.words import face_of, said_of, said_of_difference, term_of
from veche.kernel.clock import local, now
from veche.outbox.domain.by_hand import card_of
from veche.outbox.domain.queries import line_of
from veche.outbox.enums import ActState
from veche.outbox.message_views import say_sent
from veche.outbox.models import Act
from veche.outbox.words import word_of
from veche.staff.access import may, own_allowed, permission_required, person_of
from veche.staff.models import Administration

PAGE = 30
REFUSED = 422


@require_GET
@permission_required("commenting.see")
def register(request: HttpRequest) -> HttpResponse:
    """What is limited or closed now, and was."""
    me = person_of(request)
    city = me.administration
    present = list(in_force(city))
    past = Paginator(closures(city).exclude(pk__in=[one.pk for one in present]), PAGE)
    page = past.get_page(request.GET.get("page"))
    context = {
        "differ": [_differing(one) for one in differences(city)],
        "may_settle": may(me, "commenting.set"),
        "present": [_row(one) for one in present],
        "past": [_row(one) for one in page],
        "page": page,
        **(_offers(city) if may(me, "commenting.set") else {}),
        "zone": city.time_zone,
    }
    return render(request, "commenting/list.html", context)


@require_http_methods(["GET", "POST"])
def of_account(request: HttpRequest, pk: int) -> HttpResponse:
    return _close(request, own_allowed(request, Account, "commenting.set", pk=pk), None)


@require_http_methods(["GET", "POST"])
def of_post(request: HttpRequest, pk: int) -> HttpResponse:
    """`pk`: of the act that published the post."""
    act = own_allowed(request, Act, "commenting.set", pk=pk)
    return _close(request, act.account, act)


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    return _detail(request, own_allowed(request, Closure, "commenting.see", pk=pk), None)


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    one = own_allowed(request, Closure, "commenting.set", pk=pk)
    me = person_of(request)
    form = TermForm(request.POST, zone=me.administration.time_zone)
    if not form.is_valid():
        return _detail(request, one, form)
    said = {name: form.cleaned_data[name] for name in ("reason", "is_public")}
    try:
        move_term(closure=one, by=me, until=form.until, **said)
    except CommentingError as error:
        form.add_error(None, str(error))
        return _detail(request, one, form)
    messages.success(request, "Записали новый срок и причину.")
    return redirect("commenting:detail", one.pk)


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    one = own_allowed(request, Closure, "commenting.set", pk=pk)
    try:
        opened = reopening.reopen(closure=one, by=person_of(request))
    except CommentingError as error:
        messages.error(request, str(error))
        return redirect("commenting:detail", one.pk)
    say_sent(request, [opened.reopening], _said(opened))
    return redirect("commenting:detail", one.pk)


@require_POST
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    one = own_allowed(request, ModeDifference, "commenting.set", pk=pk)
    try:
        done = settling.put_back(difference=one, by=person_of(request))
    except CommentingError as error:
        messages.error(request, str(error))
    else:
        by_hand = done.act is not None and done.act.state == ActState.BY_HAND
        say_sent(
            request, [done.act], "Записали. Карточка с шагами в «Отправках»." if by_hand else "Возвращаем, как у нас."
        )
    return redirect("commenting:list")


@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    one = own_allowed(request, ModeDifference, "commenting.set", pk=pk)
    try:
        settling.accept(difference=one, by=person_of(request))
    except CommentingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Записали: комментарии открыты. В сеть ничего не ушло.")
    return redirect("commenting:list")


def _said(opened: Closure) -> str:
    if opened.reopening is None:
        return "Открыли: в сеть ничего не ушло. Если там уже закрыли руками, откройте там же."
    if opened.reopening.state == ActState.BY_HAND:
        return "Записали. Карточка с шагами ниже: сделайте и отметьте."
    return "Открываем. Как ответит сеть, видно здесь."


def _close(request: HttpRequest, account: Account, publication: Act | None) -> HttpResponse:
    me = person_of(request)
    ways, zone = ways_of(account, publication), me.administration.time_zone
    if request.method != "POST":
        last = closures(me.administration).first()
        start = {"is_public": last.is_public if last else False, "day": local(now() + timedelta(days=1), zone).date()}
        return _form(request, account, publication, CloseForm(ways=ways, zone=zone, initial=start))
    form = CloseForm(request.POST, ways=ways, zone=zone)
    if not form.is_valid():
        return _form(request, account, publication, form, status=REFUSED)
    said = {name: form.cleaned_data[name] for name in ("mode", "reason", "is_public")}
    try:
        made = close(account=account, publication=publication, by=me, until=form.until, **said)
    except CommentingError as error:
        form.add_error(None, str(error))
        return _form(request, account, publication, form, status=REFUSED)
    by_hand = made.act.state == ActState.BY_HAND
    say_sent(
        request, [made.act], "Записали. Карточка с шагами ниже." if by_hand else "Отправляем. Ответ сети виден здесь."
    )
    return redirect("commenting:detail", made.pk)


def _form(
    request: HttpRequest, account: Account, publication: Act | None, form: CloseForm, *, status: int = 200
) -> HttpResponse:
    stands = publication is None or has_comments(publication)
    closed = standing(account, publication)
    context = {
        "account": account,
        "publication": publication,
        "form": form,
        "ways": ways_of(account, publication) if stands and account.closed_at is None else [],
        "lacks": lacks(account),
        "gone": not stands,
        "closed": closed,
        "said": said_of(closed) if closed else "",
        "zone": account.administration.time_zone,
    }
    return render(request, "commenting/close.html", context, status=status)


def _detail(request: HttpRequest, one: Closure, form: TermForm | None) -> HttpResponse:
    """`form`: a refused one."""
    me = person_of(request)
    zone = me.administration.time_zone
    one = closures(me.administration).get(pk=one.pk)
    act = one.reopening or one.act
    present = in_force(me.administration).filter(pk=one.pk).exists()
    opening = reopening.is_being_opened(one)
    context = {
        "one": one,
        "present": present,
        "term": term_of(one),
        "face": face_of(one),
        "act": act,
        "act_line": line_of(act),
        "card": card_of(act) if act.state == ActState.BY_HAND and present else None,
        "may_decide": may(me, "outbox.decide", act),
        "may_open": present and not opening and may(me, "commenting.set", one),
        "form": form or _term_form(one, zone),
        "zone": zone,
    }
    return render(request, "commenting/detail.html", context, status=REFUSED if form else 200)


def _term_form(one: Closure, zone: str) -> TermForm:
    there = local(one.until, zone) if one.until else None
    start: dict[str, Any] = {"reason": one.reason, "is_public": one.is_public, "endless": one.until is None}
    return TermForm(zone=zone, initial=start | ({"day": there.date(), "time": there.time()} if there else {}))


def _offers(city: Administration) -> dict[str, Any]:
    """Open accounts whose network has modes for the whole account, and why the others have none."""
    rows = Account.objects.of(city).filter(closed_at=None).select_related("passport").order_by("network", "title")
    accounts = [(one, bool(ways_of(one, None))) for one in rows]
    return {
        "accounts": [one for one, has_modes in accounts if has_modes],
        "without": [(one, lacks(one)) for one, has_modes in accounts if not has_modes],
    }


def _differing(one: ModeDifference) -> dict[str, Any]:
    """`close`: the form that records comments which somebody has closed or limited in the network."""
    name, pk = ("commenting:post", one.publication_id) if one.publication_id else ("commenting:account", one.account_id)
    return {
        "one": one,
        "said": said_of_difference(one),
        "fate": word_of(one.act) if one.act else "",
        "moving": settling.is_being_put_back(one),
        "close": "" if one.seen == AccountMode.OPEN else reverse(name, args=[pk]),
    }


def _row(one: Closure) -> dict[str, Any]:
    face, word = face_of(one)
    return {"one": one, "term": term_of(one), "face": face, "word": word}
