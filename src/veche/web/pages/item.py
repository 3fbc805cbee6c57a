"""A plan item: hour and networks, move, write, drop."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veche.accounts.order import by_network
from veche.kernel.bidi import isolated
from veche.kernel.clock import local, now
from veche.kit.forms import HourForm
from veche.kit.moments import spoken
from veche.plan.domain.free_hours import hours_of
from veche.plan.domain.same_matter import same_as
from veche.plan.errors import PlanError
from veche.plan.forms import DetailsForm, ReasonForm, hour_to_offer, reason_of
from veche.plan.models import PlanItem
from veche.plan.words import shift_of
from veche.posts.domain.write import start_post
from veche.posts.enums import PostState
from veche.posts.models import Post
from veche.publishing.domain import change
from veche.publishing.domain.foreign_standings import PAST_VECHE, past_veche_in
from veche.publishing.domain.moves import last_move_of, move_as_shown
from veche.publishing.errors import PublishingError
from veche.publishing.views import detail
from veche.publishing.views.plan import undo_of_drop
from veche.staff.access import may, own_allowed, person_of
from veche.web.pages.plan_filters import MONTH, PlanFilter, plan_filter_of, view_of


@require_GET
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the item; once its text is begun, redirect to the publication's page."""
    found = own_allowed(request, PlanItem, "plan.see", pk=pk)
    post = _post_of(found)
    return redirect("publishing:detail", post.pk) if post else _show(request, found)


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """«Выберите время»: a form, also used by dragging."""
    found = own_allowed(request, PlanItem, "plan.edit", pk=pk)
    if request.method == "GET":
        return render(request, "web/move.html", _hour_context(found, _hour_form(found), request.GET))
    form = HourForm(request.POST, zone=found.administration.time_zone)
    if form.is_valid():
        was = found.publish_at
        try:
            shown_at = _moment(request.POST.get("shown_at", ""))
            move_as_shown(
                item=found,
                by=person_of(request),
                publish_at=form.moment,
                shown_at=shown_at,
                reason=reason_of(request.POST),
            )
        except (PlanError, PublishingError) as error:
            form.add_error(None, str(error))
        else:
            _say_moved(request, found, was)
            return redirect(page_of_item(found, request.POST))
    return render(request, "web/move.html", _hour_context(found, form, request.POST), status=422)


@require_http_methods(["GET", "POST"])
def change_details(request: HttpRequest, pk: int) -> HttpResponse:
    """«Изменить» an item, or the item of a publication."""
    found = own_allowed(request, PlanItem, "plan.edit", pk=pk)
    locked = change.is_format_locked(found)
    form = DetailsForm(request.POST or None, item=found, locked=locked)
    if request.method == "POST" and form.is_valid():
        try:
            change.describe(item=found, by=person_of(request), said=form.cleaned_data)
        except PublishingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Сохранили.")
            return redirect("web:item", pk)
    return render(request, "web/item_change.html", {"form": form, "item": found}, status=422 if form.errors else 200)


@require_POST
def write(request: HttpRequest, pk: int) -> HttpResponse:
    found = own_allowed(request, PlanItem, "posts.write", pk=pk)
    try:
        post = start_post(item=found, by=person_of(request))
    except PlanError as error:
        messages.error(request, str(error))
        return redirect("web:week")
    return redirect("publishing:edit", post.pk)


@require_POST
def drop_from_plan(request: HttpRequest, pk: int) -> HttpResponse:
    found = own_allowed(request, PlanItem, "plan.edit", pk=pk)
    try:
        change.drop_from_plan(item=found, by=person_of(request), reason=reason_of(request.POST))
    except (PlanError, PublishingError) as error:
        messages.error(request, str(error))
        return redirect("web:item", pk)
    said = f"Сняли с плана: «{isolated(found.title)}»."
    messages.success(request, said, extra_tags=undo_of_drop(found))
    return redirect(page_of_item(found, request.POST))


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """«Вернуть в план», and «Отменить» of a toast, whose URL has the old hour."""
    found = own_allowed(request, PlanItem, "plan.edit", pk=pk)
    form = HourForm(request.POST if "day" in request.POST else request.GET, zone=found.administration.time_zone)
    post = _post_of(found)
    if form.is_valid():
        try:
            change.restore_to_plan(item=found, by=person_of(request), publish_at=form.moment)
        except PlanError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _back_said(post, form.moment, found.administration.time_zone))
            return redirect("web:item", pk)
    return detail.show(request, post, when=form, status=422) if post else _show(request, found, form, status=422)


def _back_said(post: Post | None, moment: datetime, zone: str) -> str:
    when = {"when": spoken(moment, zone)}
    if post is None or post.state not in (PostState.WAITING, PostState.APPROVED):
        return "Вернули в план: {when}.".format(**when)
    return "Вернули в план: {when}. Отправьте на согласование ещё раз.".format(**when)


def _moment(text: str) -> datetime | None:
    """The moment that a page wrote into its form, in seconds since 1970; None for anything else."""
    try:
        return datetime.fromtimestamp(float(text), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def page_of_item(found: PlanItem, said: QueryDict) -> str:
    """Where the item was moved from (`back`), with the filter of that page: the month, else the week."""
    filters, day = _filter_of(found, said), _day_of(found)
    return filters.url if filters.view == MONTH else f"{filters.url}#d{day.isoformat()}"


def _came_from(found: PlanItem, said: QueryDict) -> dict[str, str]:
    """Fields from which `page_of_item` finds that page again."""
    return _filter_of(found, said).came_from


def _filter_of(found: PlanItem, said: QueryDict) -> PlanFilter:
    return plan_filter_of(said, _day_of(found), view_of(said))


def _day_of(found: PlanItem) -> date:
    return local(found.publish_at, found.administration.time_zone).date()


def _show(request: HttpRequest, found: PlanItem, form: HourForm | None = None, *, status: int = 200) -> HttpResponse:
    me = person_of(request)
    may_edit = may(me, "plan.edit", found)
    accounts = [*found.accounts.order_by(by_network(), "title")]
    past = past_veche_in(found, accounts)
    context = {
        **_hour_context(found, form or _hour_form(found), QueryDict()),
        "accounts": accounts,
        "past": past,
        "stand": PAST_VECHE if past else "idea",
        "may_edit": may_edit and found.cancelled_at is None,
        "same": same_as(found),
        "beside": _beside(found),
        "shift": shift_of(found, found.administration.time_zone),
        "may_restore": may_edit and found.cancelled_at is not None,
    }
    return render(request, "web/item.html", context, status=status)


def _beside(found: PlanItem) -> Sequence[tuple[str, datetime]]:
    """Titles and hours of what else goes out within an hour of an item that is ahead."""
    is_ahead = found.cancelled_at is None and found.publish_at > now()
    return hours_of(found, found.publish_at).taken if is_ahead else ()


def _hour_context(found: PlanItem, form: HourForm, said: QueryDict) -> dict[str, object]:
    """`said`: the filter of the page that leads here, which is shown again."""
    zone, post = found.administration.time_zone, _post_of(found)
    agreed = post is not None and post.state == PostState.APPROVED
    return {
        "item": found,
        "form": form,
        "why": ReasonForm() if agreed else None,
        "zone": zone,
        "plan_url": page_of_item(found, said),
        "came_from": _came_from(found, said),
        "shown_at": str(now().timestamp()),
    }


def _hour_form(found: PlanItem) -> HourForm:
    zone = found.administration.time_zone
    return HourForm(zone=zone, initial=hour_to_offer(found))


def _say_moved(request: HttpRequest, found: PlanItem, was: datetime) -> None:
    """With «Отменить», which leads back to the page that it was moved on, as it was filtered."""
    if found.publish_at == was:
        messages.success(request, f"Время прежнее: {spoken(was, found.administration.time_zone)}.")
        return
    again = urlencode({"move": last_move_of(found), **_came_from(found, request.POST)})
    back = f"undo:{reverse('web:item_move_back', args=[found.pk])}?{again}"
    moved = f"Перенесли: {spoken(found.publish_at, found.administration.time_zone)}."
    messages.success(request, moved, extra_tags=back)


def _post_of(found: PlanItem) -> Post | None:
    row: Post | None = Post.objects.of(found.administration_id).filter(plan_item=found).first()
    return row
