"""Requests of the editor while typing: findings in one text, and findings to ignore."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from veche.compliance.domain.standard import standard_of
from veche.kernel.clock import local
from veche.posts.domain.ignored_findings import ignore, ignored_in, stop_ignoring
from veche.posts.domain.proofreading import FIRST_COMMENT, NO_MEDIA, as_json, proofread, text_media_of
from veche.posts.domain.queries import latest_version
from veche.posts.forms import LabelsForm
from veche.posts.models import Post
from veche.staff.access import own_allowed, person_of


@require_POST
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """Check a text; saves nothing."""
    return _said(request, own_allowed(request, Post, "posts.write", pk=pk))


@require_POST
def keep_words(request: HttpRequest, pk: int) -> HttpResponse:
    """«Оставить так»: ignore `rule` for `words` in this post. Responds with a new check of `text`."""
    post = own_allowed(request, Post, "posts.write", pk=pk)
    if rule := request.POST.get("rule", ""):
        ignore(post=post, by=person_of(request), rule=rule, words=request.POST.get("words", ""))
    return _said(request, post)


@require_POST
def let_words_go(request: HttpRequest, pk: int) -> HttpResponse:
    """«Вернуть замечание»."""
    post = own_allowed(request, Post, "posts.write", pk=pk)
    stop_ignoring(
        post=post, by=person_of(request), rule=request.POST.get("rule", ""), words=request.POST.get("words", "")
    )
    return _said(request, post)


def _said(request: HttpRequest, post: Post) -> HttpResponse:
    """The response; `panel`: the same as HTML, from the one template with the words. `?of=comment`: the text is the
    first comment, which has no pictures."""
    city, labels = post.administration, LabelsForm(request.POST).labels
    text, kept = request.POST.get("text", ""), ignored_in(post)
    version, of_comment = latest_version(post), request.GET.get("of") == "comment"
    found = proofread(
        text,
        network=FIRST_COMMENT if of_comment else "",
        kept=kept,
        standard=standard_of(city),
        labels=labels,
        day=local(version.hour, city.time_zone).date(),
        media=NO_MEDIA if of_comment else text_media_of(version),
    )
    panel = render_to_string("posts/_proof.html", {"proof": found, "live": True}).strip()
    return JsonResponse(as_json(found) | {"panel": panel})
