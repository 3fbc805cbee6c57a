"""Put what somebody sent to the bot into an open request."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Case, IntegerField, QuerySet, Value, When

from veche.alarms.domain.parcels import media_of, sort_out
from veche.alarms.models import Parcel
from veche.journal.domain.record import record
from veche.requests.domain.attach import attach
from veche.requests.domain.thread import add_remark, locked
from veche.requests.enums import OPEN, RemarkKind
from veche.requests.kinds import answered_elsewhere
from veche.requests.models import Request
from veche.staff.models import Person

MOST = 50


def requests_for(parcel: Parcel) -> Sequence[Request]:
    """Open requests that it may belong to, those of the sender's department first. One query."""
    theirs = Case(
        When(department=parcel.person.department_id, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    rows: QuerySet[Request] = Request.objects.of(parcel.administration_id).filter(~answered_elsewhere(), closed_at=None)
    found = rows.annotate(place=theirs).select_related("department", "person").order_by("place", "due_at", "pk")
    return list(found[:MOST])


def take_parcel(*, request: Request, parcel: Parcel, by: Person) -> bool:
    """Attach its files and words as a remark of whoever sent them. False if the parcel is sorted out already.

    Raises `RequestError`.
    """
    with transaction.atomic():
        found = locked(request, *OPEN)
        if not sort_out(parcel=parcel, by=by):
            return False
        media = media_of(parcel)
        words = parcel.text.strip() or "Файлы, присланные боту."
        told = add_remark(found, RemarkKind.NOTE, by=parcel.person, text=words[:4000])
        attach(found, parcel.person, media)
        found.attachments.filter(media__in=media, remark=None, from_press=False).update(remark=told)
        facts = {"files": len(media)}
        record(administration=found.administration, actor=by, verb="request.noted", obj=found, facts=facts)
    return True
