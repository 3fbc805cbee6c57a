"""One item of the plan: when and where, to another hour, to its text, out of the plan."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veche.accounts.order import by_network
from veche.kernel.clock import local
from veche.plan.errors import PlanError
from veche.plan.forms import HourForm
from veche.plan.models import PlanItem
from veche.posts.domain.write import start_post
from veche.posts.models import Post
from veche.posts.templatetags.moments import spoken
from veche.publishing.domain import change
from veche.publishing.errors import PublishingError
from veche.staff.access import authorise, may, own_or_404, person_of


@require_GET
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """Once its text is begun, the publication's page says all of this and more."""
    found = _item(request, pk, "plan.see")
    post = _post_of(found)
    return redirect("posts:detail", post.pk) if post else _show(request, found)


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """«Выберите время»: for everybody who does not drag, and what dragging sends."""
    found = _item(request, pk, "plan.edit")
    if request.method == "GET":
        return render(request, "pages/move.html", _hour_context(found, _hour_form(found)))
    # «Отменить» names the old hour in its address: a toast has no fields.
    form = HourForm(request.POST if "day" in request.POST else request.GET, zone=found.administration.time_zone)
    was = found.publish_at
    if form.is_valid():
        try:
            change.move(item=found, by=person_of(request), publish_at=form.moment)
        except (PlanError, PublishingError) as error:
            form.add_error(None, str(error))
        else:
            _say_moved(request, found, was)
            return redirect(week_of_item(found))
    return render(request, "pages/move.html", _hour_context(found, form), status=422)


@require_POST
def write(request: HttpRequest, pk: int) -> HttpResponse:
    found = _item(request, pk, "posts.write")
    post = start_post(item=found, by=person_of(request))
    return redirect("posts:edit", post.pk)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    found = _item(request, pk, "plan.edit")
    try:
        change.withdraw(item=found, by=person_of(request))
    except PublishingError as error:
        messages.error(request, str(error))
        return redirect("plan:item", pk)
    messages.success(request, _("Сняли с плана: «%(title)s».") % {"title": found.title})
    return redirect(week_of_item(found))


def week_of_item(found: PlanItem) -> str:
    day = local(found.publish_at, found.administration.time_zone).date()
    return f"{reverse('week')}?week={day:%G-W%V}#d{day.isoformat()}"


def _show(request: HttpRequest, found: PlanItem) -> HttpResponse:
    me = person_of(request)
    context = {
        **_hour_context(found, _hour_form(found)),
        "accounts": found.accounts.order_by(by_network(), "title"),
        "may_edit": may(me, "plan.edit", found) and found.cancelled_at is None,
    }
    return render(request, "pages/item.html", context)


def _hour_context(found: PlanItem, form: HourForm) -> dict[str, object]:
    return {"item": found, "form": form, "zone": found.administration.time_zone, "week": week_of_item(found)}


def _hour_form(found: PlanItem) -> HourForm:
    there = local(found.publish_at, found.administration.time_zone)
    initial = {"day": there.date(), "time": there.time()}
    return HourForm(zone=found.administration.time_zone, initial=initial)


def _say_moved(request: HttpRequest, found: PlanItem, was: datetime) -> None:
    zone = found.administration.time_zone
    there = local(was, zone)
    back = f"undo:{reverse('plan:move', args=[found.pk])}?day={there:%Y-%m-%d}&time={there:%H:%M}"
    moved = _("Перенесли: %(when)s.") % {"when": spoken(found.publish_at, zone)}
    messages.success(request, moved, extra_tags=back)


def _item(request: HttpRequest, pk: int, permission: str) -> PlanItem:
    found = own_or_404(request, PlanItem, pk=pk)
    authorise(person_of(request), permission, found)
    return found


def _post_of(found: PlanItem) -> Post | None:
    row: Post | None = Post.objects.of(found.administration_id).filter(plan_item=found).first()
    return row
