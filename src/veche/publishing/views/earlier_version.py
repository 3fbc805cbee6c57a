"""Decide about an approved or asked version while a newer one is written. The editor's window is saved first."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from veche.plan.errors import PlanError
from veche.posts.models import Post
from veche.publishing.domain import earlier_versions
from veche.publishing.domain.agreed_correction import agreed_correction
from veche.publishing.domain.go_back import taken_back
from veche.publishing.domain.versions import read_versions
from veche.publishing.errors import PublishingError
from veche.publishing.views import drafts
from veche.staff.access import own_allowed, person_of
from veche.staff.models import Person


@require_POST
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """«Придержать»."""
    return _decide(
        request, pk, earlier_versions.hold, "Придержали: согласованная версия не уйдёт. Уйдёт новая, когда согласуют."
    )


@require_POST
def let_go(request: HttpRequest, pk: int) -> HttpResponse:
    """«Пусть уходит»; for a version that waits for approval «Пусть решают»."""
    return _decide(request, pk, earlier_versions.let_go, "Прежняя версия идёт своим ходом. Правка сохранена.")


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """«Забрать с согласования»."""
    said = "Забрали с согласования: решать о прежней версии больше не будут."
    return _decide(request, pk, earlier_versions.take_back_asked, said)


@require_POST
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """«Отказаться от правки»: return to the post's page."""
    post = own_allowed(request, Post, "posts.write", pk=pk)
    read = read_versions(post)
    correction, taken = agreed_correction(read), taken_back(read)
    said = (
        "От правки отказались: слова, час и сети как в прежней версии. Отправьте её согласовать снова."
        if taken is not None
        else "От правки отказались там, где она ещё не вышла. Где вышла, она стоит."
        if correction is not None and correction.gone
        else "От правки отказались, в силе прежняя версия. Слова правки лежат в «Версиях»."
    )
    return _pressed(request, post, earlier_versions.give_up, said) or redirect("publishing:detail", pk)


def _decide(request: HttpRequest, pk: int, verb: Callable[..., object], said: str) -> HttpResponse:
    post = own_allowed(request, Post, "posts.write", pk=pk)
    back = "publishing:edit" if "text" in request.POST else "publishing:detail"
    return _pressed(request, post, verb, said) or redirect(back, pk)


def _pressed(request: HttpRequest, post: Post, verb: Callable[..., object], said: str) -> HttpResponse | None:
    """The response; None if the page is to be shown."""
    kept = drafts.keep(request, post) if "text" in request.POST else None
    if isinstance(kept, HttpResponse):
        return kept
    by: Person = person_of(request)
    try:
        verb(post=post, by=by)
    except (PlanError, PublishingError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return None
