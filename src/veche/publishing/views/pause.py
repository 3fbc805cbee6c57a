"""«Пауза»: one page that begins a pause, lets a publication through it and ends it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from veche.morphology.numerals import counted
from veche.outbox.domain.frozen import waiting as what_would_wait
from veche.outbox.domain.paused import current_pause
from veche.outbox.errors import AlreadyPaused, NotNow
from veche.posts.models import Post
from veche.publishing.domain import pause as verbs
from veche.publishing.domain.waiting_posts import let_through as posts_let_through
from veche.publishing.domain.waiting_posts import waiting_posts
from veche.publishing.errors import OtherPostsWait, PostNeedsOtherChoice, PublishingError
from veche.publishing.pause_forms import PauseForm, WaitingForm, named_posts, waiting_forms
from veche.staff.access import may, own_allowed, permission_required, person_of
from veche.staff.models import Person

LIST_CHANGED = "Пока вы решали, часть записей выпустили или сняли. Пауза стоит: посмотрите ещё раз и закончите."


@require_GET
@permission_required("posts.see")
def pause(request: HttpRequest) -> HttpResponse:
    return _page(request, keep=request.GET.get("mark") == "keep")


@require_POST
@permission_required("publishing.pause")
def begin(request: HttpRequest) -> HttpResponse:
    """Begin. Answers when no publication is on its way, or after a minute with those that are."""
    me, form = person_of(request), PauseForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    try:
        verbs.begin_pause(administration=me.administration, by=me, **form.cleaned_data)
    except AlreadyPaused as error:
        messages.info(request, str(error))
    return redirect("publishing:pause")


@require_POST
def let_through(request: HttpRequest, pk: int) -> HttpResponse:
    """«Выпустить»: this publication goes, the pause stays. `pk`: of the post."""
    post = own_allowed(request, Post, "publishing.let_through", pk=pk)
    try:
        at_once = verbs.let_through(post=post, by=person_of(request))
    except (NotNow, PublishingError) as error:
        messages.info(request, str(error))
    else:
        messages.success(request, "Выпустили: уходит сейчас." if at_once else "Выпустили: уйдёт в свой час.")
    return redirect("publishing:pause")


@require_POST
@permission_required("publishing.end_pause")
def end(request: HttpRequest) -> HttpResponse:
    """End with a choice for each publication that waits, or change nothing and show the page again."""
    me = person_of(request)
    forms = waiting_forms(me.administration, waiting_posts(me.administration), request.POST)
    try:
        ended = _end(me, forms, named_posts(request.POST))
    except NotNow as error:
        messages.info(request, str(error))
        return redirect("publishing:pause")
    except OtherPostsWait as error:
        forms = waiting_forms(me.administration, waiting_posts(me.administration), request.POST)
        return _page(request, forms=forms, trouble=str(error), status=422)
    except PublishingError as error:
        return _page(request, forms=forms, trouble=str(error), status=422)
    messages.success(request, _said(ended))
    return redirect("publishing:pause")


def _end(me: Person, forms: Sequence[WaitingForm], named: set[int]) -> verbs.Ended:
    """Raises `NotNow` without a pause, and `PublishingError`; which form is wrong stands in its errors."""
    valid = [form.is_valid() for form in forms]
    if current_pause(me.administration) is None:
        raise NotNow("Паузы уже нет: её закончили. Ваши ответы не понадобились.")
    if named - {form.waiting.post.pk for form in forms}:
        raise OtherPostsWait(LIST_CHANGED)
    if not all(valid):
        raise PublishingError(_undecided(forms))
    choices = {form.waiting.post.pk: form.chosen for form in forms}
    try:
        return verbs.end_pause(administration=me.administration, by=me, choices=choices)
    except PostNeedsOtherChoice as error:
        next(form for form in forms if form.waiting.post.pk == error.post).add_error(None, str(error))
        raise PublishingError(_undecided(forms)) from error


def _undecided(forms: Sequence[WaitingForm]) -> str:
    wrong = sum(bool(form.errors) for form in forms)
    of = "об одной записи" if wrong == 1 else f"о {counted(wrong, 'записи', 'записях', 'записях')}"
    return f"Пауза стоит, ничего не ушло. Решите ещё {of}: где именно, сказано ниже."


def _said(ended: verbs.Ended) -> str:
    parts = (
        (ended.kept, "оставлено"),
        (ended.moved, "перенесено"),
        (ended.dropped, "снято"),
    )
    told = ", ".join(f"{word} {number}" for number, word in parts if number)
    return f"Пауза закончилась: {told}." if told else "Пауза закончилась. Записей, которые ждали, не было."


def _page(
    request: HttpRequest,
    *,
    form: PauseForm | None = None,
    forms: Sequence[WaitingForm] | None = None,
    trouble: str = "",
    keep: bool = False,
    status: int = 200,
) -> HttpResponse:
    me = person_of(request)
    city = me.administration
    found = current_pause(city)
    context: dict[str, Any] = {
        "pause": found,
        "zone": city.time_zone,
        "trouble": trouble,
        "may_pause": may(me, "publishing.pause"),
        "may_end": may(me, "publishing.end_pause"),
        "may_let_through": may(me, "publishing.let_through"),
    }
    if found is None:
        context |= {"form": form or PauseForm(), "stopping": what_would_wait(city)}
    else:
        rows = forms if forms is not None else waiting_forms(city, waiting_posts(city), keep=keep)
        context |= {
            "forms": rows,
            "late": sum(row.waiting.is_late for row in rows),
            "through": posts_let_through(found),
        }
    return render(request, "publishing/pause.html", context, status=status)
