"""Drop a network's own text, so that the common one goes there. The window is saved first."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from veche.networks.registry import NETWORKS
from veche.posts.domain.rendering import draft_of
from veche.posts.models import Post
from veche.publishing.domain.change import set_own_text
from veche.publishing.views import drafts
from veche.staff.access import own_allowed, person_of


@require_POST
def drop(request: HttpRequest, pk: int, network: str) -> HttpResponse:
    kept = drafts.keep(request, own_allowed(request, Post, "posts.write", pk=pk))
    if isinstance(kept, HttpResponse):
        return kept
    words = draft_of(kept.version)
    if network not in words.variants:
        messages.info(request, "Своего текста у этой сети уже нет: туда идёт общий.")
        return redirect("publishing:edit", pk)
    set_own_text(version=kept.version, by=person_of(request), network=network, text="")
    said = "%(network)s: теперь сюда идёт общий текст. Свой был таким: «%(text)s»"
    messages.success(request, said % {"network": NETWORKS[network].title, "text": words.variants[network]})
    return redirect("publishing:edit", pk)
