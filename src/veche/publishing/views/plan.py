"""Plan, move and drop publications."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from veche.kit.forms import named_hour
from veche.kit.moments import spoken
from veche.plan.errors import PlanError
from veche.plan.forms import reason_of
from veche.plan.models import PlanItem
from veche.posts.models import Post
from veche.publishing.domain import change
from veche.publishing.domain.begin import begin_post
from veche.publishing.errors import PublishingError
from veche.publishing.forms import NewPostForm, WhenForm, suggested
from veche.publishing.views import detail, drafts
from veche.publishing.views.templates import beginning
from veche.staff.access import own_allowed, permission_required, person_of


@require_http_methods(["GET", "POST"])
@permission_required("publishing.plan")
def new(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    start = suggested(me.administration, day=request.GET.get("day", ""), occasion=request.GET.get("occasion", ""))
    source = beginning(request, me)
    form = NewPostForm(request.POST or None, administration=me.administration, initial=start | source.initial)
    if request.method == "POST" and form.is_valid():
        try:
            moment, once = form.moment, form.asked
            with transaction.atomic():
                post = begin_post(administration=me.administration, by=me, publish_at=moment, once=once, **_said(form))
                source.write_into(post, me)
        except PlanError as error:
            form.add_error(None, str(error))
        else:
            return redirect("publishing:edit", post.pk)
    return render(request, "publishing/new.html", {"form": form, "source": source}, status=422 if form.errors else 200)


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """«Перенести»: the same version at another hour."""
    post = own_allowed(request, Post, "publishing.plan", pk=pk)
    form = WhenForm(request.POST, item=post.plan_item)
    if form.is_valid():
        try:
            change.move(
                item=post.plan_item, by=person_of(request), publish_at=form.moment, reason=reason_of(request.POST)
            )
        except (PlanError, PublishingError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Теперь выйдет {spoken(form.moment, post.administration.time_zone)}.")
            return redirect("publishing:detail", pk)
    return detail.show(request, post, when=form, status=422)


@require_POST
def drop_from_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop from the plan; the editor's window is saved first, so that it can be restored."""
    post = own_allowed(request, Post, "publishing.plan", pk=pk)
    kept = drafts.keep(request, post) if "text" in request.POST else None
    if isinstance(kept, HttpResponse):
        return kept
    try:
        change.drop_from_plan(item=post.plan_item, by=person_of(request), reason=reason_of(request.POST))
    except (PlanError, PublishingError) as error:
        messages.error(request, str(error))
    else:
        said = "Снято с плана. Текст и фото остались у нас."
        messages.success(request, said, extra_tags=undo_of_drop(post.plan_item))
    return redirect("publishing:detail", pk)


def undo_of_drop(item: PlanItem) -> str:
    hour = named_hour(item.publish_at, item.administration.time_zone)
    return f"undo:{reverse('web:item_restore', args=[item.pk])}?{hour}"


def _said(form: NewPostForm) -> dict[str, Any]:
    wanted = ("title", "accounts", "format", "category", "occasion")
    return {name: form.cleaned_data[name] for name in wanted}
