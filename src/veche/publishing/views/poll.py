"""Votes of a poll: «Вписать голоса» where no network counts for us, and «Подвести итог»."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from veche.outbox.domain.states import OUT
from veche.outbox.models import Act
from veche.plan.errors import PlanError
from veche.posts.errors import PostError
from veche.posts.models import Post
from veche.publishing.domain.deliveries import deliveries_of
from veche.publishing.domain.poll_outcome import begin_outcome
from veche.publishing.domain.poll_results import asked_in, board_of, enter_count
from veche.publishing.errors import PublishingError
from veche.publishing.forms import PollCountForm
from veche.publishing.views import detail
from veche.staff.access import own_allowed, own_or_404, person_of


@require_POST
def count(request: HttpRequest, pk: int, act: int) -> HttpResponse:
    post = own_allowed(request, Post, "publishing.plan", pk=pk)
    found = own_or_404(request, Act, pk=act, delivery__version__post=post)
    poll = asked_in(found)
    if poll is None:
        raise Http404
    form = PollCountForm(request.POST, answers=poll.options, prefix=str(found.pk))
    if not form.is_valid():
        return detail.show(request, post, counting=form, status=422)
    try:
        enter_count(act=found, by=person_of(request), votes=form.votes)
    except PublishingError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, "Голоса записали. В журнале есть, кто их вписал.")
    return redirect("publishing:detail", pk)


@require_POST
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """«Подвести итог»: open the draft that tells it."""
    post = own_allowed(request, Post, "publishing.plan", pk=pk)
    board = board_of([one.act for one in deliveries_of(post) if one.act.state in OUT])
    if board is None:
        raise Http404
    try:
        draft = begin_outcome(post=post, board=board, by=person_of(request))
    except (PublishingError, PlanError, PostError) as error:
        messages.warning(request, str(error))
        return redirect("publishing:detail", pk)
    return redirect("publishing:edit", draft.pk)
