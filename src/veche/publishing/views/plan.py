"""Into the plan, to another hour, out of the plan, and back to the desk of the writer."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from veche.plan.errors import PlanError
from veche.plan.forms import named_hour
from veche.plan.models import PlanItem
from veche.posts.domain.queries import latest_version, working_version
from veche.posts.domain.write import save_text
from veche.posts.models import Post, PostVersion
from veche.posts.moments import spoken
from veche.publishing.domain import change
from veche.publishing.domain.begin import begin_post
from veche.publishing.errors import PublishingError
from veche.publishing.forms import NewPostForm, WhenForm, suggested
from veche.publishing.views import detail, drafts, editor
from veche.staff.access import own_allowed, permission_required, person_of
from veche.staff.models import Person


@require_http_methods(["GET", "POST"])
@permission_required("publishing.plan")
def new(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    start = suggested(me.administration, day=request.GET.get("day", ""), occasion=request.GET.get("occasion", ""))
    form = NewPostForm(request.POST or None, administration=me.administration, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            moment, once = form.moment, form.asked
            post = begin_post(administration=me.administration, by=me, publish_at=moment, once=once, **_said(form))
        except PlanError as error:
            form.add_error(None, str(error))
        else:
            return redirect("posts:edit", post.pk)
    return render(request, "publishing/new.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """«Когда и куда». From the editor the words in its window come along and are kept first."""
    post = own_allowed(request, Post, "publishing.plan", pk=pk)
    if "text" in request.POST:
        kept = drafts.keep(request, post)
        if isinstance(kept, HttpResponse):
            return kept
    form = WhenForm(request.POST, item=post.plan_item)
    if form.is_valid():
        try:
            _apply(form, post, person_of(request))
        except (PlanError, PublishingError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("Теперь выйдет %(when)s.") % {"when": spoken(form.moment, post.administration.time_zone)}
            )
            return redirect(_page_of(post), pk)
    return _again(request, post, form)


@require_POST
def rewrite(request: HttpRequest, pk: int) -> HttpResponse:
    """«Править»: a new version, with the words of the window if a window sent them."""
    post = own_allowed(request, Post, "publishing.plan", pk=pk)
    me = person_of(request)
    try:
        version = change.rewrite(post=post, by=me)
    except PublishingError as error:
        messages.error(request, str(error))
        return redirect("posts:detail", pk)
    if "text" in request.POST:
        _take_words(request, version, me)
    return redirect("posts:edit", pk)


@require_POST
def drop_from_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """From the editor the words in its window are kept first: whoever changes their mind finds them."""
    post = own_allowed(request, Post, "publishing.plan", pk=pk)
    kept = drafts.keep(request, post) if "text" in request.POST else None
    if isinstance(kept, HttpResponse):
        return kept
    try:
        change.drop_from_plan(item=post.plan_item, by=person_of(request))
    except PublishingError as error:
        messages.error(request, str(error))
    else:
        said = _("Снято с плана. Текст и фото остались у нас.")
        messages.success(request, said, extra_tags=undo_of_drop(post.plan_item))
    return redirect("posts:detail", pk)


def undo_of_drop(item: PlanItem) -> str:
    hour = named_hour(item.publish_at, item.administration.time_zone)
    return f"undo:{reverse('plan:restore', args=[item.pk])}?{hour}"


def _apply(form: WhenForm, post: Post, me: Person) -> None:
    """Both or neither: an hour that is refused leaves the networks as they were."""
    with transaction.atomic():
        if form.new_accounts is not None:
            change.aim(item=post.plan_item, by=me, accounts=form.new_accounts)
        if form.is_moved:
            change.move(item=post.plan_item, by=me, publish_at=form.moment)


def _again(request: HttpRequest, post: Post, form: WhenForm) -> HttpResponse:
    version = working_version(post)
    if version is None:
        return detail.show(request, post, when=form, status=422)
    return editor.show(request, version, editor.draft_form(None, version), when=form, status=422)


def _take_words(request: HttpRequest, version: PostVersion, me: Person) -> None:
    fresh = latest_version(version.post)
    form = editor.draft_form(request, fresh)
    if form.is_valid():
        words = form.draft
        save_text(
            version=fresh,
            by=me,
            revision=fresh.revision,
            text=words.text,
            variants=words.variants,
            poll=form.poll,
            link=form.typed_link,
        )


def _page_of(post: Post) -> str:
    return "posts:detail" if working_version(post) is None else "posts:edit"


def _said(form: NewPostForm) -> dict[str, Any]:
    wanted = ("title", "accounts", "format", "category", "occasion")
    return {name: form.cleaned_data[name] for name in wanted}
