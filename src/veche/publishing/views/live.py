"""The stream's card on a publication's page: when it begins, and its list of things to do."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from veche.posts.models import Post
from veche.publishing.domain.live import board_of, plan_start, tick_live
from veche.publishing.enums import LiveStep
from veche.publishing.errors import PublishingError
from veche.publishing.forms import LiveForm
from veche.publishing.views import detail
from veche.staff.access import authorise, own_or_404, person_of


@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    post = _to_plan(request, pk)
    form = LiveForm(request.POST, zone=post.administration.time_zone, prefix="live")
    if form.is_valid():
        try:
            plan_start(post=post, by=person_of(request), starts_at=form.moment)
        except PublishingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Начало эфира записано."))
            return redirect("posts:detail", pk)
    return detail.show(request, post, live=form, status=422)


@require_POST
def tick(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    post = _to_plan(request, pk)
    if step not in LiveStep.values:
        raise Http404
    words = request.POST.get("words", "").replace("\x00", "")[:1000]
    try:
        tick_live(post=post, by=person_of(request), step=LiveStep(step), words=words)
    except PublishingError as error:
        board = board_of(post, {LiveStep(step): (words, str(error))})
        return detail.show(request, post, board=board, status=422)
    return redirect("posts:detail", pk)


def _to_plan(request: HttpRequest, pk: int) -> Post:
    post = own_or_404(request, Post, pk=pk)
    authorise(person_of(request), "publishing.plan", post)
    return post
