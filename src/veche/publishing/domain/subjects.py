"""What requests can be about: an item of the plan, whose draft takes the answer."""

from dataclasses import replace

from django.urls import reverse

from veche.alarms import destinations
from veche.approval.domain.participants import participation
from veche.plan.domain import after_event
from veche.plan.models import PlanItem
from veche.posts.models import Post
from veche.requests.kinds import Subject, kind_of, register
from veche.requests.models import Request
from veche.staff.models import Administration, Person

ABOUT_ITEM = frozenset({"material", "facts"})
# Requests whose answer can be put into a draft: also what an event that nothing is planned of has left.
FOR_A_DRAFT = ABOUT_ITEM | {after_event.KIND}


def item_subject(administration: Administration, pk: int) -> Subject | None:
    found = PlanItem.objects.of(administration).filter(pk=pk).first()
    return Subject(found.title, reverse("web:item", args=[pk]), found.publish_at) if found else None


def item_text(request: Request, person: Person) -> str:
    """The words of the item's draft, for somebody who takes part in it. No query without an item."""
    if not request.subject_id:
        return ""
    found = Post.objects.of(request.administration_id).filter(plan_item=request.subject_id)
    post = found.select_related("administration", "plan_item__department", "plan_item__occasion__department").first()
    return reverse("publishing:words", args=[post.pk]) if post and participation(person, post) else ""


def register_subjects() -> None:
    for slug in sorted(ABOUT_ITEM):
        register(replace(kind_of(slug), subject=item_subject, text_page=item_text))
    destinations.register(
        destinations.ANSWER,
        destinations.Destination(
            "В запись",
            "pencil",
            lambda pk: reverse("publishing:from_request", args=[pk]),
            post=True,
            kinds=FOR_A_DRAFT,
        ),
    )
    to_post = destinations.Destination("В запись", "pencil", lambda pk: reverse("publishing:from_tray", args=[pk]))
    destinations.register(destinations.PARCEL, to_post)
