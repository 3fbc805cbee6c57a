"""The words of a post between the press and those who take part: suggestions, remarks, who is in the editor."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from veche.approval.domain.participants import Participation, participation
from veche.kit.ids import id_from, ids_from
from veche.networks.registry import NETWORKS
from veche.posts.domain import comments, suggest
from veche.posts.domain.presence import other_editors, record_presence
from veche.posts.domain.queries import newest_words
from veche.posts.domain.suggest import Seen, text_in
from veche.posts.errors import PostError
from veche.posts.lines import comment_lines, suggestion_lines
from veche.posts.models import Comment, Post, PostVersion, Suggestion
from veche.posts.words_forms import CommentForm, SuggestForm
from veche.publishing.domain import discussion
from veche.publishing.errors import PublishingError
from veche.publishing.views import drafts
from veche.staff.access import may, own_allowed, person_of

TAKEN = "Взяли в текст."
TAKEN_ANEW = "Взяли в текст: началась новая версия. Отправьте её на согласование, когда будет готова."


@require_GET
def words(request: HttpRequest, pk: int) -> HttpResponse:
    """The text, what is suggested and said about it. `?network=vk`: the own text of a network."""
    return _show(request, _post(request, pk))


@require_POST
def suggest_words(request: HttpRequest, pk: int) -> HttpResponse:
    post = own_allowed(request, Post, "approval.suggest", pk=pk)
    me, form = person_of(request), SuggestForm(request.POST, post=post, now=_seen(request, newest_words(post)))
    if form.is_valid():
        said = form.cleaned_data
        try:
            discussion.refuse_over(post)
            side = _takes_part(request, post).side
            suggest.suggest(post=post, by=me, seen=said["seen"], text=said["text"], note=said["note"], side=side)
        except (PostError, PublishingError) as error:
            form.add_error(None, str(error))
    if form.errors:
        return _show(request, post, suggesting=form, status=422)
    messages.success(request, "Отправили пресс-службе. Здесь будет видно, что взяли.")
    return redirect("publishing:words", pk)


@require_POST
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    post = _post(request, pk)
    form = CommentForm(request.POST, post=post, now=_seen(request, newest_words(post)))
    part = _takes_part(request, post)
    if form.is_valid():
        said = form.cleaned_data
        try:
            discussion.refuse_over(post)
            comments.comment(
                post=post,
                by=person_of(request),
                text=said["words"],
                side=part.side,
                from_press=part.from_press,
                place=form.marked,
                answers=said["answers"],
            )
        except (PostError, PublishingError) as error:
            form.add_error(None, str(error))
    if form.errors and form.answered:
        return _show(request, post, answering=form, status=422)
    if form.errors:
        return _show(request, post, commenting=form, status=422)
    return redirect("publishing:words", pk)


@require_POST
def done(request: HttpRequest, pk: int, comment: int) -> HttpResponse:
    """«Учли»: the press has seen to a remark."""
    post = own_allowed(request, Post, "posts.write", pk=pk)
    found = get_object_or_404(Comment.objects.of(post.administration_id), pk=comment, post=post)
    comments.mark_done(comment=found, by=person_of(request))
    return redirect("publishing:words", pk)


@require_POST
def take(request: HttpRequest, pk: int, suggestion: int) -> HttpResponse:
    """Take the named sentences, without names all that fit. The editor sends its window along."""

    def decide(found: Suggestion) -> str:
        was_frozen = newest_words(found.post).frozen_at is not None
        discussion.take(suggestion=found, by=person_of(request), changes=_named(request))
        return TAKEN_ANEW if was_frozen else TAKEN

    return _decide(request, pk, suggestion, decide)


@require_POST
def leave(request: HttpRequest, pk: int, suggestion: int) -> HttpResponse:
    """Leave the text as it is in the named places, without names in all."""

    def decide(found: Suggestion) -> str:
        reason = request.POST.get(f"reason-{found.pk}", "").replace("\x00", "")[:300]
        suggest.leave(suggestion=found, by=person_of(request), changes=_named(request), reason=reason)
        return "Оставили как было. Это увидит тот, кто предлагал."

    return _decide(request, pk, suggestion, decide)


@require_POST
def withdraw(request: HttpRequest, pk: int, suggestion: int) -> HttpResponse:
    found = own_allowed(request, Suggestion, "posts.withdraw_words", pk=suggestion, post__pk=pk)
    try:
        suggest.withdraw(suggestion=found, by=person_of(request))
    except PostError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, "Забрали назад. Текст от этого не изменился.")
    return redirect("publishing:words", pk)


@require_POST
def here(request: HttpRequest, pk: int) -> HttpResponse:
    """The editor's script says that its person is there, and is told who else is."""
    post = own_allowed(request, Post, "posts.write", pk=pk)
    record_presence(post=post, by=person_of(request))
    return render(request, "posts/_presence.html", {"here": other_editors(post, person_of(request))})


def _decide(request: HttpRequest, pk: int, suggestion: int, decide: Callable[[Suggestion], str]) -> HttpResponse:
    """Keep the editor's window, if it was sent along, then `decide`, which returns what to say of it."""
    post = own_allowed(request, Post, "posts.write", pk=pk)
    rows = Suggestion.objects.of(post.administration_id).select_related("post__plan_item", "author")
    found = get_object_or_404(rows, pk=suggestion, post=post)
    found.administration = found.post.administration = post.administration
    in_editor = "text" in request.POST
    kept = drafts.keep(request, post) if in_editor else None
    if isinstance(kept, HttpResponse):
        return kept
    try:
        messages.success(request, decide(found))
    except (PostError, PublishingError) as error:
        messages.warning(request, str(error))
    if step := id_from(request.POST.get("step", "")):
        return redirect("approval:detail", step)
    return redirect("publishing:edit" if in_editor else "publishing:words", pk)


def _named(request: HttpRequest) -> list[int] | None:
    """Ids of the pressed changes, empty if none can be read; None if the button is about all."""
    named = request.POST.getlist("change")
    return ids_from(named) if named else None


def _post(request: HttpRequest, pk: int) -> Post:
    return own_allowed(request, Post, "approval.take_part", pk=pk)


def _takes_part(request: HttpRequest, post: Post) -> Participation:
    found = participation(person_of(request), post)
    if found is None:  # a deputyship has ended since the permission was asked
        raise PermissionDenied
    return found


def _seen(request: HttpRequest, version: PostVersion) -> Seen:
    """The text that the page is about now."""
    network = request.GET.get("network", "")
    own = {variant.network for variant in version.variants.all()}
    network = network if network in own else ""
    return Seen(text_in(version, network), network)


def _with_variants(version: PostVersion) -> PostVersion:
    prefetch_related_objects([version], "variants")
    return version


def _show(
    request: HttpRequest,
    post: Post,
    *,
    suggesting: SuggestForm | None = None,
    commenting: CommentForm | None = None,
    answering: CommentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    me, version, part = person_of(request), _with_variants(newest_words(post)), _takes_part(request, post)
    seen = _seen(request, version)
    lines = suggestion_lines(post, version)
    context: dict[str, Any] = {
        "post": post,
        "item": post.plan_item,
        "version": version,
        "seen": seen,
        "networks": [slug for slug in NETWORKS if slug in {variant.network for variant in version.variants.all()}],
        "waiting": [line for line in lines if line.suggestion.is_open],
        "over": [line for line in lines if not line.suggestion.is_open],
        "thread": comment_lines(post, version),
        "here": other_editors(post, me),
        "why_over": discussion.why_over(post, version),
        "from_press": part.from_press,
        "may_write": may(me, "posts.write", post),
        "suggesting": suggesting or SuggestForm(post=post, now=seen),
        "commenting": commenting or CommentForm(post=post, now=seen),
        "answering": answering,
        "zone": post.administration.time_zone,
    }
    return render(request, "publishing/words.html", context, status=status)
