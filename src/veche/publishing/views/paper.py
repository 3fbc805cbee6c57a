"""The approval sheet of a version, to be printed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from veche.accounts.order import by_network
from veche.outbox.domain.queries import line_of
from veche.posts.domain.labels import labels_of
from veche.posts.domain.queries import accounts_for
from veche.posts.models import Post
from veche.publishing.domain.paper import paper_of
from veche.staff.access import own_allowed


@require_GET
def paper(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    post = own_allowed(request, Post, "posts.see", pk=pk)
    found = paper_of(post, number)
    if found is None:
        raise Http404
    context = {
        "post": post,
        "paper": found,
        "version": found.version,
        "labels": labels_of(found.version).words,
        "sheet": found.sheet,
        "hour": found.sheet.publish_at or found.version.hour,
        "accounts": list(found.sheet.accounts.order_by(by_network(), "title")) or accounts_for(found.version),
        "lines": [line_of(one.act) for one in found.deliveries],
        "zone": post.administration.time_zone,
    }
    return render(request, "publishing/paper.html", context)
