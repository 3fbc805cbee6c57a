"""«В запись»: an answer to a request, or what was sent to the bot, becomes part of a draft."""

from uuid import NAMESPACE_OID, UUID, uuid5

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from veche.alarms.domain.parcels import SORTED_OUT, media_of, sort_out
from veche.alarms.enums import ParcelState
from veche.alarms.models import Parcel
from veche.plan.domain import after_event
from veche.plan.errors import PlanError
from veche.plan.models import Occasion, PlanItem
from veche.posts.domain.write import start_post
from veche.posts.errors import PostError
from veche.posts.models import Post
from veche.publishing.domain.material import drafts, new_draft, put_into
from veche.publishing.domain.subjects import ABOUT_ITEM, FOR_A_DRAFT
from veche.requests.domain.queries import answer_of
from veche.requests.domain.review import accept_if_answered
from veche.requests.errors import RequestError
from veche.requests.models import Request
from veche.staff.access import own_allowed, person_of
from veche.staff.models import Person

TITLE = 80


@require_POST
def from_request(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept the answer, and put it into the draft of the item that it is about; into a new one if there is none."""
    asked = own_allowed(request, Request, "publishing.plan", pk=pk)
    if asked.kind not in FOR_A_DRAFT:
        raise Http404
    me = person_of(request)
    try:
        with transaction.atomic():
            accept_if_answered(request=asked, by=me)
            post = _draft_for(asked, me)
            refusals = put_into(post, me, *answer_of(asked))
    except (RequestError, PlanError, PostError) as error:
        messages.warning(request, str(error))
        return redirect("requests:detail", pk)
    return _open(request, post, refusals)


def _draft_for(asked: Request, me: Person) -> Post:
    """The draft of the item, or of the event's first; else a new one, about the event if it was asked after one."""
    occasion = _event_of(asked)
    items = PlanItem.objects.of(asked.administration_id).filter(cancelled_at=None)
    wanted = items.filter(occasion=occasion) if occasion else items.filter(pk=asked.subject_id or 0)
    item = wanted.order_by("publish_at", "pk").first() if occasion or asked.kind in ABOUT_ITEM else None
    if item:
        return start_post(item=item, by=me)
    title = occasion.title if occasion else asked.title
    return new_draft(asked.administration, me, title, _once("request", asked.pk), occasion=occasion)


def _event_of(asked: Request) -> Occasion | None:
    if asked.kind != after_event.KIND:
        return None
    found: Occasion | None = Occasion.objects.of(asked.administration_id).filter(pk=asked.subject_id or 0).first()
    return found


@require_http_methods(["GET", "POST"])
def from_tray(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a draft, or begin one."""
    parcel = own_allowed(request, Parcel, "publishing.plan", pk=pk)
    if parcel.state != ParcelState.TRAY:
        return _sorted_out(request)
    me = person_of(request)
    known = drafts(me.administration)
    if request.method == "GET":
        return render(request, "publishing/from_tray.html", {"parcel": parcel, "drafts": known})
    said = request.POST.get("post", "")
    chosen = next((one for one in known if str(one.pk) == said), None)
    if chosen is None and said:
        messages.warning(request, "Этот черновик уже отправили или сняли. Присланное на месте: выберите другой.")
        return redirect("publishing:from_tray", pk)
    title = " ".join(parcel.text.split())[:TITLE] or f"Прислали: {parcel.person}"
    try:
        with transaction.atomic():
            if not sort_out(parcel=parcel, by=me):
                return _sorted_out(request)
            post = chosen or new_draft(me.administration, me, title, _once("parcel", parcel.pk))
            refusals = put_into(post, me, parcel.text, media_of(parcel))
    except (PlanError, PostError) as error:
        messages.warning(request, str(error))
        return redirect("publishing:from_tray", pk)
    return _open(request, post, refusals)


def _sorted_out(request: HttpRequest) -> HttpResponse:
    messages.info(request, SORTED_OUT)
    return redirect("alarms:tray")


def _open(request: HttpRequest, post: Post, refusals: list[str]) -> HttpResponse:
    for refusal in dict.fromkeys(refusals):
        messages.warning(request, refusal)
    messages.success(request, "Материал в черновике. Проверьте текст и подписи к фото.")
    return redirect("publishing:edit", post.pk)


def _once(what: str, pk: int) -> UUID:
    return uuid5(NAMESPACE_OID, f"{what} {pk}")
