"""Choose files of the library for a post."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from veche.kit.ids import ids_from
from veche.media.domain.library import PAGE, LibraryFilter, library
from veche.media.forms import LibraryForm
from veche.media.lines import cards, choosing
from veche.media.models import Media
from veche.posts.domain.pictures import MOST_PICTURES, add_media
from veche.posts.domain.queries import latest_version
from veche.posts.errors import PostError
from veche.posts.models import Post
from veche.publishing.domain.change import settle
from veche.publishing.views.drafts import keep
from veche.staff.access import authorise, own_allowed, person_of


@require_POST
def to_library(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the window, then show the library."""
    kept = keep(request, own_allowed(request, Post, "posts.write", pk=pk))
    return kept if isinstance(kept, HttpResponse) else redirect("publishing:library", pk)


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    post = own_allowed(request, Post, "posts.write", pk=pk)
    if request.method == "POST":
        return _take(request, post)
    me, form = person_of(request), LibraryForm(request.GET)
    asked = form.asked()
    found = library(me, LibraryFilter(**asked))
    context = {
        "post": post,
        "choose": choosing(request.GET),
        "cards": cards(found[:PAGE], me.administration),
        "more": found[PAGE - 1].pk if len(found) > PAGE else None,
        "form": form,
        "filtered": bool(asked),
    }
    return render(request, "publishing/library.html", context)


def _take(request: HttpRequest, post: Post) -> HttpResponse:
    me = person_of(request)
    wanted = ids_from(request.POST.getlist("media")[:MOST_PICTURES])
    chosen = list(Media.objects.of(me.administration).filter(pk__in=wanted).order_by("pk"))
    if not chosen:
        messages.warning(request, "Ничего не выбрали. Отметьте файлы или вернитесь к записи.")
        return redirect("publishing:library", post.pk)
    try:
        for media in chosen:
            authorise(me, "media.library", media)
            add_media(version=latest_version(post), by=me, media=media)
    except PostError as error:
        messages.warning(request, str(error))
    settle(post=post, by=me)
    return redirect("publishing:edit", post.pk)
