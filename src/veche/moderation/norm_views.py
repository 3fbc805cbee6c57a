"""«Нормы оснований»: on which article each ground rests."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from veche.moderation.domain.norms import change, changes_of, norms_of
from veche.moderation.enums import LAW, Ground
from veche.moderation.forms import NormsForm
from veche.staff.access import may, permission_required, person_of

PAGE = "moderation/norms.html"
# Of the changes that are shown; the journal has all.
LATELY = 20


@require_GET
@permission_required("moderation.see")
def norms(request: HttpRequest) -> HttpResponse:
    return _page(request, NormsForm(initial=norms_of(person_of(request).administration)))


@require_POST
@permission_required("moderation.tune")
def change_norms(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    form = NormsForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    for ground in Ground:
        change(administration=me.administration, by=me, ground=ground, text=form.cleaned_data[ground.value])
    messages.success(request, "Запомнили. Прежние решения держат свои нормы, новые возьмут эти.")
    return redirect("moderation:norms")


def _page(request: HttpRequest, form: NormsForm, *, status: int = 200) -> HttpResponse:
    me = person_of(request)
    context = {
        "rows": [(form[ground.value], ground in LAW) for ground in Ground],
        "changes": changes_of(me.administration)[:LATELY],
        "may_tune": may(me, "moderation.tune"),
        "zone": me.administration.time_zone,
    }
    return render(request, PAGE, context, status=status)
