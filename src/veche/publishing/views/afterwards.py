"""After publication: «Снять с публикации», «Закрепить», «Открепить». «Исправить» starts a new version."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from veche.accounts.domain.abilities import ability_of, why_by_hand
from veche.accounts.order import place_of
from veche.networks.protocol import Operation
from veche.outbox.message_views import say_sent
from veche.outbox.models import Act
from veche.posts.models import Post
from veche.publishing.domain.missing_video_extras import tick
from veche.publishing.domain.pins import pin as pin_post
from veche.publishing.domain.pins import unpin as unpin_post
from veche.publishing.domain.standing import is_withdrawn, standing_in
from veche.publishing.domain.withdraw import withdraw, withdrawing
from veche.publishing.errors import PublishingError
from veche.publishing.forms import WithdrawForm
from veche.publishing.models import Delivery
from veche.staff.access import own_allowed, own_or_404, person_of


@require_http_methods(["GET", "POST"])
def take_down(request: HttpRequest, pk: int) -> HttpResponse:
    post = own_allowed(request, Post, "publishing.withdraw", pk=pk)
    me = person_of(request)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw(post=post, by=me, reason=form.cleaned_data["reason"])
        except PublishingError as error:
            form.add_error(None, str(error))
        else:
            said = "Снимаем с публикации. В норму она больше не идёт, текст и фото остались у нас."
            say_sent(request, withdrawing(post), said, done="Запись снята с публикации.")
            return redirect("publishing:detail", pk)
    context = {
        "post": post,
        "item": post.plan_item,
        "form": form,
        "standing": [(act, why_by_hand(ability_of(act.account, Operation.WITHDRAW))) for act in _in_order(post)],
        "withdrawn": is_withdrawn(post),
    }
    refused = request.method == "POST"
    return render(request, "publishing/take_down.html", context, status=422 if refused else 200)


def _in_order(post: Post) -> list[Act]:
    return sorted(standing_in(post).values(), key=lambda act: place_of(act.account.network))


@require_POST
def dressed(request: HttpRequest, pk: int, delivery: int) -> HttpResponse:
    post = own_allowed(request, Post, "publishing.plan", pk=pk)
    me = person_of(request)
    done = own_or_404(request, Delivery, pk=delivery, version__post=post)
    try:
        tick(delivery=done, by=me)
    except PublishingError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, "Записали: обложка и субтитры на месте.")
    return redirect("publishing:detail", pk)


@require_POST
def pin(request: HttpRequest, pk: int) -> HttpResponse:
    return _pinned(request, pk, pin_post, "Закрепляем там, где запись стоит.")


@require_POST
def unpin(request: HttpRequest, pk: int) -> HttpResponse:
    return _pinned(request, pk, unpin_post, "Открепляем.")


def _pinned(request: HttpRequest, pk: int, change: Callable[..., list[Act]], said: str) -> HttpResponse:
    post = own_allowed(request, Post, "publishing.pin", pk=pk)
    me = person_of(request)
    try:
        done = change(post=post, by=me)
    except PublishingError as error:
        messages.warning(request, str(error))
    else:
        say_sent(request, done, said if done else "Так уже и есть, менять нечего.")
    return redirect("publishing:detail", pk)
