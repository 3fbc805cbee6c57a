"""What requests can be about: an item of the plan, whose draft takes the answer."""

from dataclasses import replace

from django.urls import reverse

from veche.alarms import destinations
from veche.plan.models import PlanItem
from veche.requests.kinds import Subject, kind_of, register
from veche.staff.models import Administration

ABOUT_ITEM = frozenset({"material", "facts"})


def item_subject(administration: Administration, pk: int) -> Subject | None:
    found = PlanItem.objects.of(administration).filter(pk=pk).first()
    return Subject(found.title, reverse("web:item", args=[pk])) if found else None


def register_subjects() -> None:
    for slug in sorted(ABOUT_ITEM):
        register(replace(kind_of(slug), subject=item_subject))
    destinations.register(
        destinations.ANSWER,
        destinations.Destination(
            "В запись",
            "pencil",
            lambda pk: reverse("publishing:from_request", args=[pk]),
            post=True,
            kinds=ABOUT_ITEM,
        ),
    )
    to_post = destinations.Destination("В запись", "pencil", lambda pk: reverse("publishing:from_tray", args=[pk]))
    destinations.register(destinations.PARCEL, to_post)
