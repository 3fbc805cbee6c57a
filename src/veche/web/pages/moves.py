"""«Переносы»: the last twenty moves of the plan, each with «Вернуть»."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from veche.kit.ids import id_from
from veche.kit.moments import spoken
from veche.plan.errors import PlanError
from veche.plan.models import PlanItem
from veche.publishing.domain.moves import MOST, last_moves, move_back
from veche.publishing.errors import PublishingError
from veche.staff.access import own_allowed, permission_required, person_of
from veche.web.pages.item import page_of_item


@require_GET
@permission_required("plan.edit")
def moves(request: HttpRequest) -> HttpResponse:
    city = person_of(request).administration
    return render(request, "web/moves.html", {"moves": last_moves(city), "zone": city.time_zone, "most": MOST})


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """«Вернуть», and «Отменить» of a toast, which names the move and the page to show again in its address."""
    item = own_allowed(request, PlanItem, "plan.edit", pk=pk)
    number = id_from(request.POST.get("move", "") or request.GET.get("move", "")) or 0
    try:
        back = move_back(item=item, by=person_of(request), number=number)
    except (PlanError, PublishingError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Вернули: {spoken(back.publish_at, back.administration.time_zone)}.")
    if "back" not in request.GET:
        return redirect("web:moves")
    item.refresh_from_db()
    return redirect(page_of_item(item, request.GET))
