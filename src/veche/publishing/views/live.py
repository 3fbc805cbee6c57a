"""The stream's card on a publication's page: its start and checklist."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from veche.outbox.message_views import say_sent
from veche.posts.models import Post
from veche.publishing.domain.live import board_of, plan_start, tick_live, untick_live
from veche.publishing.domain.streaming import begin_stream, end_stream, show_key
from veche.publishing.enums import LiveStep
from veche.publishing.errors import PublishingError
from veche.publishing.forms import LiveForm
from veche.publishing.models import LiveRun
from veche.publishing.views import detail
from veche.staff.access import own_allowed, person_of


@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    post = own_allowed(request, Post, "publishing.plan", pk=pk)
    form = LiveForm(request.POST, zone=post.administration.time_zone, prefix="live")
    if form.is_valid():
        try:
            plan_start(post=post, by=person_of(request), starts_at=form.moment)
        except PublishingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Начало эфира записано.")
            return redirect("publishing:detail", pk)
    return detail.show(request, post, live=form, status=422)


@require_POST
def tick(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    post = own_allowed(request, Post, "publishing.plan", pk=pk)
    if step not in LiveStep.values:
        raise Http404
    words = request.POST.get("words", "").replace("\x00", "")[:1000]
    try:
        tick_live(post=post, by=person_of(request), step=LiveStep(step), words=words)
    except PublishingError as error:
        board = board_of(post, {LiveStep(step): (words, str(error))})
        return detail.show(request, post, board=board, status=422)
    return redirect("publishing:detail", pk)


@require_POST
def untick(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    post = own_allowed(request, Post, "publishing.plan", pk=pk)
    if step not in LiveStep.values:
        raise Http404
    return _done(request, pk, lambda: untick_live(post=post, by=person_of(request), step=LiveStep(step)), "")


@require_POST
def begin(request: HttpRequest, pk: int, account: int) -> HttpResponse:
    post = own_allowed(request, Post, "publishing.plan", pk=pk)
    chosen = post.plan_item.accounts.select_related("passport").filter(pk=account).first()
    if chosen is None:
        raise Http404
    said = "Начинаем эфир. Через несколько секунд здесь появится ключ для вашей программы."
    return _done(request, pk, lambda: begin_stream(post=post, account=chosen, by=person_of(request)), said)


@require_POST
def end(request: HttpRequest, pk: int, run: int) -> HttpResponse:
    found = _run(request, pk, run)
    said = "Заканчиваем эфир."
    return _done(request, pk, lambda: end_stream(run=found, by=person_of(request)), said)


@require_POST
def key(request: HttpRequest, pk: int, run: int) -> HttpResponse:
    """Show the key in this response alone: no URL shows it again, and browsers do not cache it."""
    found = _run(request, pk, run)
    try:
        shown = show_key(run=found, by=person_of(request))
    except PublishingError as error:
        messages.warning(request, str(error))
        return redirect("publishing:detail", pk)
    answer = render(request, "publishing/live_key.html", {"post": found.post, "run": found, "shown": shown})
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _run(request: HttpRequest, pk: int, run: int) -> LiveRun:
    post = own_allowed(request, Post, "publishing.plan", pk=pk)
    return get_object_or_404(post.live_runs.select_related("begin", "account", "post__administration"), pk=run)


def _done(request: HttpRequest, pk: int, do: Callable[[], LiveRun | None], said: str) -> HttpResponse:
    try:
        run = do()
    except PublishingError as error:
        messages.warning(request, str(error))
    else:
        say_sent(request, [run.begin, run.end] if run else [], said)
    return redirect("publishing:detail", pk)
