"""«Почему оставляете»: what the law forbids outright leaves for approval only with a reason that is kept."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from veche.approval.errors import ApprovalError
from veche.kernel.clock import local
from veche.posts.domain.queries import latest_version
from veche.posts.domain.reasons import LONGEST_REASON, ForbiddenPlace, give_reasons, places_in
from veche.posts.errors import PostError
from veche.posts.models import Post, PostVersion
from veche.publishing.domain.asking import ask_about
from veche.publishing.domain.standing import rights_hour
from veche.publishing.errors import PublishingError
from veche.staff.access import own_allowed, person_of


@require_http_methods(["GET", "POST"])
def reasons(request: HttpRequest, pk: int) -> HttpResponse:
    """Of the newest version, as it is saved. The yes writes the reasons and asks for approval."""
    version = latest_version(own_allowed(request, Post, "posts.write", pk=pk))
    if version.frozen_at is not None:
        messages.info(request, "Эту версию уже отправили. Всё осталось как было.")
        return redirect("publishing:detail", pk)
    places = places_in(version, day=local(rights_hour(version), version.administration.time_zone).date())
    if request.method == "GET":
        return _page(request, version, places)
    asked = [place for place in places if place.reason is None]
    said = {place.key: request.POST.get(place.name, "").replace("\x00", "") for place in asked}
    try:
        give_reasons(version=version, by=person_of(request), reasons=said)
    except PostError as error:
        return _page(request, version, places, refused=str(error))
    try:
        ask_about(version=version, by=person_of(request))
    except (PostError, ApprovalError, PublishingError) as error:
        messages.error(request, f"Причины записали. {error}")
        return redirect("publishing:edit", pk)
    messages.success(request, "Причины записали, запись отправлена на согласование.")
    return redirect("publishing:detail", pk)


def _page(
    request: HttpRequest, version: PostVersion, places: list[ForbiddenPlace], *, refused: str = ""
) -> HttpResponse:
    context = {
        "post": version.post,
        "item": version.post.plan_item,
        "asked": [(place, request.POST.get(place.name, "")) for place in places if place.reason is None],
        "explained": [place for place in places if place.reason is not None],
        "refused": refused,
        "longest": LONGEST_REASON,
    }
    return render(request, "publishing/reasons.html", context, status=422 if refused else 200)
