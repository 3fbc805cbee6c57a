"""«Вышло мимо Вече»: posts on our pages that no act made, and whose they are."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from veche.publishing.domain import foreign_queries as queries
from veche.publishing.domain import foreign_verdicts as verbs
from veche.publishing.domain.foreign_items import items_for
from veche.publishing.errors import PublishingError
from veche.publishing.foreign_forms import OursForm
from veche.publishing.models import ForeignPost
from veche.staff.access import may, own_allowed, permission_required, person_of

ON_A_PAGE = 20


@require_GET
@permission_required("publishing.see_foreign")
def foreign(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
def ours(request: HttpRequest, pk: int) -> HttpResponse:
    post = own_allowed(request, ForeignPost, "publishing.say_foreign", pk=pk)
    form = OursForm(request.POST, post=post, items=items_for(post.administration, [post])[post.pk])
    if not form.is_valid():
        return _page(request, wrong=form, status=422)
    return _do(
        request,
        post,
        lambda: verbs.say_ours(post=post, by=person_of(request), category=form.chosen, item=form.cleaned_data["item"]),
        "Записали: это по плану." if form.cleaned_data["item"] else f"Записали как нашу: {form.chosen.label}.",
    )


@require_POST
def not_ours(request: HttpRequest, pk: int) -> HttpResponse:
    post = own_allowed(request, ForeignPost, "publishing.say_foreign", pk=pk)
    return _do(
        request,
        post,
        lambda: verbs.say_not_ours(post=post, by=person_of(request)),
        "Подняли тревогу: отделу ИТ и начальнику пресс-службы ушло письмо.",
    )


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    post = own_allowed(request, ForeignPost, "publishing.say_foreign", pk=pk)
    said = "Решение отменили, о записи снова спрашиваем."
    return _do(request, post, lambda: verbs.take_back(post=post, by=person_of(request)), said, undoable=False)


@require_POST
def settled(request: HttpRequest, pk: int) -> HttpResponse:
    post = own_allowed(request, ForeignPost, "publishing.settle_foreign", pk=pk)
    said = "Тревогу закрыли. Запись осталась в списке решённых."
    return _do(request, post, lambda: verbs.settle(post=post, by=person_of(request)), said, undoable=False)


def _do(
    request: HttpRequest, post: ForeignPost, verb: Callable[[], None], said: str, *, undoable: bool = True
) -> HttpResponse:
    try:
        verb()
    except PublishingError as error:
        messages.info(request, str(error))
    else:
        undo_at = reverse("publishing:foreign_undo", args=[post.pk])
        messages.success(request, said, extra_tags=f"undo:{undo_at}" if undoable else "")
    return redirect("publishing:foreign")


def _page(request: HttpRequest, *, wrong: OursForm | None = None, status: int = 200) -> HttpResponse:
    me = person_of(request)
    city = me.administration
    asked = Paginator(queries.undecided(city).select_related("account", "administration"), ON_A_PAGE)
    page = asked.get_page(request.GET.get("page"))
    items = items_for(city, list(page)) if may(me, "publishing.say_foreign") else {}
    forms = [
        wrong if wrong and wrong.post.pk == post.pk else OursForm(post=post, items=items.get(post.pk, ()))
        for post in page
    ]
    context = {
        "page": page,
        "number": asked.count,
        "forms": forms,
        "strangers": queries.strangers(city).select_related("account", "said_by")[:ON_A_PAGE],
        "decided": queries.decided(city).select_related("account", "said_by", "settled_by", "plan_item")[:ON_A_PAGE],
        "zone": city.time_zone,
        "may_say": may(me, "publishing.say_foreign"),
        "may_settle": may(me, "publishing.settle_foreign"),
    }
    return render(request, "publishing/foreign.html", context, status=status)
