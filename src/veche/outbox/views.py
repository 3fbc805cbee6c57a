"""«Отправки»: the list of acts, one act, and a person's decisions about it."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veche.kernel.clock import local, today
from veche.networks.protocol import SetAvatar, SetCover, Verb
from veche.outbox.domain import by_hand as hands
from veche.outbox.domain import divergence, person_decisions, queries
from veche.outbox.domain.grace import monotonic_grace_end
from veche.outbox.domain.hindrances import hindrance_of
from veche.outbox.domain.history import story_of
from veche.outbox.domain.post_address import can_be_checked
from veche.outbox.domain.unpack import network_act
from veche.outbox.enums import ActState
from veche.outbox.errors import OutboxError, WrongAddress
from veche.outbox.forms import FilterForm, HappenedForm
from veche.outbox.message_views import say_sent
from veche.outbox.models import Act, PostDivergence
from veche.outbox.words import bound_of, commented
from veche.staff.access import may, own_allowed, permission_required, person_of
from veche.staff.next_page import next_page

ON_A_PAGE = 30


@require_GET
@permission_required("outbox.see")
def acts(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    form = FilterForm(request.GET)
    wanted = form.wanted()
    pages, counts = Paginator(queries.acts(me.administration, **wanted), ON_A_PAGE), queries.counted(me.administration)
    if not (wanted["network"] or wanted["day"] or wanted["search"]):
        pages.count = counts[wanted["state"]]  # the number on the chip: nothing is counted twice
    page = pages.get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": queries.lines(page),
        "filters": [{"state": key, "word": word, "count": counts[key]} for key, word in queries.FILTERS.items()],
        "form": form,
        "wanted": wanted,
        "zone": me.administration.time_zone,
        "may_decide": may(me, "outbox.decide"),
    }
    return render(request, "outbox/list.html", context)


@require_GET
def act(request: HttpRequest, pk: int) -> HttpResponse:
    return _show(request, own_allowed(request, Act, "outbox.see", pk=pk))


@require_GET
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """Serve the new avatar or cover that an act carries."""
    found = own_allowed(request, Act, "outbox.see", pk=pk)
    wanted = network_act(found)
    if not isinstance(wanted, SetAvatar | SetCover):
        raise Http404
    try:
        content = wanted.photo.path.read_bytes()
    except FileNotFoundError:
        raise Http404 from None
    return HttpResponse(content, content_type=wanted.photo.mime)


@require_POST
def happened(request: HttpRequest, pk: int) -> HttpResponse:
    found = own_allowed(request, Act, "outbox.decide", pk=pk)
    form = HappenedForm(request.POST, act=found)
    if not form.is_valid():
        return _show(request, found, form=form, status=422)
    url = form.cleaned_data.get("url", "")
    published = found.verb == Verb.PUBLISH
    said = "Записали с ваших слов: вышла. Второй раз не отправим." if published else "Записали с ваших слов: сделано."
    try:
        return _decided(
            request, found, lambda: person_decisions.say_happened(act=found, by=person_of(request), url=url), said
        )
    except WrongAddress as error:
        form.add_error("url", str(error))
        return _show(request, found, form=form, status=422)


@require_POST
def address(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the address of a post that a person confirmed."""
    found = own_allowed(request, Act, "outbox.decide", pk=pk)
    form = HappenedForm(request.POST, act=found)
    if not form.is_valid():
        return _show(request, found, form=form, status=422)
    url = form.cleaned_data.get("url", "")
    said = "Записали адрес. Спросим сеть, стоит ли там запись." if can_be_checked(found) else "Записали адрес."
    try:
        return _decided(
            request, found, lambda: person_decisions.give_address(act=found, by=person_of(request), url=url), said
        )
    except WrongAddress as error:
        form.add_error("url", str(error))
        return _show(request, found, form=form, status=422)


@require_POST
def not_happened(request: HttpRequest, pk: int) -> HttpResponse:
    found = own_allowed(request, Act, "outbox.decide", pk=pk)
    said = "Записали: не вышла. Если она ещё нужна и её час не прошёл, отправим снова."
    done = "Записали: не вышла."
    return _decided(
        request, found, lambda: person_decisions.say_not_happened(act=found, by=person_of(request)), said, done=done
    )


@require_POST
def send_now(request: HttpRequest, pk: int) -> HttpResponse:
    found = own_allowed(request, Act, "outbox.decide", pk=pk)
    early = hands.is_ahead(found)
    said = "Уйдёт сама в свой час, если будет ключ." if early else "Отправляем сейчас."
    return _decided(request, found, lambda: person_decisions.send_now(act=found, by=person_of(request)), said)


@require_http_methods(["GET", "POST"])
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    found = own_allowed(request, Act, "outbox.decide", pk=pk)
    if request.method == "GET":
        return render(request, "question.html", _giving_up(request, found))
    said = "Сняли: туда не уйдёт."
    return _decided(request, found, lambda: person_decisions.give_up(act=found, by=person_of(request)), said)


@require_POST
def by_hand(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the act over to a person; its page then shows the card."""
    found = own_allowed(request, Act, "outbox.decide", pk=pk)
    zone = found.administration.time_zone
    later = local(found.due_at, zone).date() > today(zone)
    said = (
        "Отметили: в свой час её выложит человек. Карточка с текстом и шагами откроется в тот день."
        if later
        else "Карточка готова: текст и шаги ниже. Сделайте и отметьте."
    )
    return _decided(request, found, lambda: hands.take_by_hand(act=found, by=person_of(request)), said)


@require_POST
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a divergence as seen. `pk`: of the divergence."""
    found = own_allowed(request, PostDivergence, "outbox.decide", pk=pk)
    me = person_of(request)
    said = (
        "Приняли: слова из сети теперь наши."
        if found.is_other_wording
        else "Отметили. На странице публикации это останется, пока не исправят."
    )
    return _decided(request, found.act, lambda: divergence.mark_seen(divergence=found, by=me), said)


def _decided(
    request: HttpRequest, found: Act, decide: Callable[[], None], said: str, *, done: str = ""
) -> HttpResponse:
    """Run a decision; if the act has changed meanwhile, show why nothing was done. `done`: as in `say_sent`."""
    try:
        decide()
    except WrongAddress:
        raise
    except OutboxError as error:
        messages.warning(request, str(error))
    else:
        found.refresh_from_db(fields=("state", "not_after"))
        say_sent(request, [found], said, done=done)
    return redirect(next_page(request) or reverse("outbox:detail", args=[found.pk]))


def _giving_up(request: HttpRequest, found: Act) -> dict[str, object]:
    names = {"verb": found.get_verb_display(), "network": found.account.get_network_display()}
    back = next_page(request) or reverse("outbox:detail", args=[found.pk])
    published = found.verb == Verb.PUBLISH
    return {
        "title": "Не отправлять",
        "verb": "Не отправлять",
        "doing": "Снимаем…",
        "icon": "ban",
        "network": found.account.network,
        "about": found.title,
        "what": "Сеть {network}: запись туда не уйдёт.".format(**names)
        if published
        else "Сеть {network}, {verb}: этого не сделаем.".format(**names),
        "kept": "Текст и фото останутся у нас. Отправить сюда потом можно только новой версией, с новым согласием."
        if published
        else "В журнале останется, кто снял. Передумать будет нельзя: придётся начать заново.",
        "next": back,
        "back": back,
        "back_title": "Назад",
    }


def _show(request: HttpRequest, found: Act, *, form: HappenedForm | None = None, status: int = 200) -> HttpResponse:
    prefetch_related_objects([found], queries.keys_of(found.administration))
    if found.state == ActState.UNKNOWN:
        # Starts the grace here, so that it is over by the time the person has looked in the network.
        monotonic_grace_end(found)
    line = queries.line_of(found)
    context = {
        "line": line,
        "bound": bound_of(found),
        "hindrance": hindrance_of(found) if "send_now" in line.choices else None,
        "card": hands.card_of(found) if line.has_card else None,
        "act": found,
        "commented": commented(found),
        "story": story_of(found),
        "form": form or HappenedForm(act=found),
        # This view also answers at the address of a button, which nobody can open.
        "onward": next_page(request),
        "back": next_page(request) or reverse("outbox:detail", args=[found.pk]),
        "zone": found.administration.time_zone,
        "may_decide": may(person_of(request), "outbox.decide", found),
    }
    return render(request, "outbox/detail.html", context, status=status)
