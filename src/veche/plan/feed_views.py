"""The plan as a calendar: the secret addresses, and what programs read there without a session."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from veche.plan.calendar_forms import FeedForm
from veche.plan.domain import feeds as verbs
from veche.plan.domain.feed_limit import MINUTE, UNKNOWN, is_too_often
from veche.plan.errors import PlanError
from veche.plan.models import PlanFeed
from veche.staff.access import own_allowed, permission_required, person_of


@require_http_methods(["GET", "POST"])
@permission_required("plan.edit")
def feeds(request: HttpRequest) -> HttpResponse:
    """The open addresses; a new one is shown once, in the answer to its form."""
    me, made = person_of(request), None
    form = FeedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = verbs.add_feed(by=me, name=form.cleaned_data["name"])
        except PlanError as error:
            form.add_error("name", str(error))
    link = reverse("plan:feed", args=[made.secret.reveal()]) if made else ""
    context = {
        "form": FeedForm() if made else form,
        "made": made.feed if made else None,
        "link": request.build_absolute_uri(link) if link else "",
        "feeds": verbs.feeds_of(me.administration),
        "givers": verbs.those_who_give_links(me.administration),
        "zone": me.administration.time_zone,
    }
    return render(request, "plan/feeds.html", context, status=422 if form.errors else 200)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    verbs.revoke_feed(feed=own_allowed(request, PlanFeed, "plan.edit", pk=pk), by=person_of(request))
    messages.success(request, "Закрыли ссылку. Кто по ней читал, плана больше не увидит.")
    return redirect("plan:feeds")


@login_not_required
@require_http_methods(["GET", "HEAD"])
def feed(_request: HttpRequest, secret: str) -> HttpResponse:
    """404 for what is unknown or revoked, 429 for whoever asks too often; changes nothing."""
    found = verbs.opened_feed(secret)
    if is_too_often(found.pk if found else UNKNOWN):
        answer = HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS, content_type="text/plain")
        answer["Retry-After"] = f"{MINUTE:.0f}"
        return answer
    if found is None:
        return HttpResponse(status=HTTPStatus.NOT_FOUND, content_type="text/plain")
    answer = HttpResponse(verbs.calendar_of_plan(found.administration), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="plan.ics"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
