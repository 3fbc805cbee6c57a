"""«Закрыть вместе»: several appeals with one answer, after a list of what will happen to each."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from veche.appeals import lines
from veche.appeals.domain.together import MIXED, ClosingKind, chosen_among, close_together, kind_of, whys_left
from veche.appeals.errors import AppealError
from veche.appeals.forms import DecideForm
from veche.appeals.models import Appeal
from veche.kit.ids import ids_from
from veche.morphology.numerals import counted
from veche.staff.access import permission_required, person_of

NOTHING_CHOSEN = "Не выбрано ни одной жалобы. Отметьте те, на которые ответ один."


@require_http_methods(["GET", "POST"])
@permission_required("appeals.decide")
def together(request: HttpRequest) -> HttpResponse:
    """GET lists what will happen and changes nothing; POST does it."""
    me = person_of(request)
    given = request.POST if request.method == "POST" else request.GET
    found = chosen_among(me.administration, ids_from(given.getlist("appeal")))
    if not found:
        messages.error(request, NOTHING_CHOSEN)
        return redirect("appeals:list")
    if request.method == "GET":
        return _page(request, found, DecideForm())
    form = DecideForm(request.POST)
    if form.is_valid() and (closed := _close(request, found, form)):
        messages.success(request, _said(closed, len(found) - closed))
        return redirect("appeals:list")
    return _page(request, found, form)


def _close(request: HttpRequest, found: list[Appeal], form: DecideForm) -> int:
    """How many were closed; 0 with the reason in the form."""
    said = request.POST.get("kind", "")
    kind = ClosingKind(said) if said in ClosingKind.values else kind_of(found)
    try:
        return close_together(appeals=found, by=person_of(request), kind=kind, reason=form.cleaned_data["reason"])
    except AppealError as error:
        form.add_error("reason", str(error))
        return 0


def _said(closed: int, left: int) -> str:
    said = f"Закрыли {counted(closed, 'жалобу', 'жалобы', 'жалоб')}. Жители увидят почему."
    return f"{said} Не тронули {left}: откройте их по одной." if left else said


def _page(request: HttpRequest, found: list[Appeal], form: DecideForm) -> HttpResponse:
    me, kind = person_of(request), kind_of(found)
    left = whys_left(found, me)
    rows = [lines.part(one, me, left[one.pk]) for one in found]
    context = {
        "rows": rows,
        "kind": kind,
        "is_lost": kind == ClosingKind.LOST,
        "mixed": "" if kind else MIXED,
        "number": sum(not row.why_left for row in rows),
        "form": form,
    }
    return render(request, "appeals/together.html", context, status=422 if form.errors else 200)
