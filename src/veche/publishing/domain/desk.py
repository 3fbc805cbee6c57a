"""What a person has to write."""

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, When

from veche.approval.models import Decision
from veche.networks.protocol import Verb
from veche.outbox.domain.states import OUT, STILL_TO_LEAVE
from veche.outbox.enums import ActState
from veche.posts.enums import PostState
from veche.posts.models import Post, PostVersion
from veche.publishing.domain.queries import hour_shown
from veche.publishing.models import Delivery, ReleaseChoice
from veche.staff.compiled import compiled_once
from veche.staff.models import Person


def on_the_desk_of(person: Person) -> list[Post]:
    """What this person has to write: see `_desk`. One query."""
    return _desk(person.administration_id, person)


@compiled_once
def _desk(city: int, person: Person) -> QuerySet[Post]:
    """What this person has to write, the next to go out first. Each post has `goes_at` (`hour_shown`) and one of:

    `came_back`: a post of theirs was returned, with its last remark (`note`);
    `to_write`: a post of theirs, or one in which they began a newer version or held the approved one, while nobody was
    asked about the newer. The earlier one is held (`is_held`), out (`is_out`), goes out, is published by a person
    (`by_hand`) or waits for approval.
    """
    written = PostVersion.objects.of(city).filter(frozen_at=None)
    begun = written.filter(Q(post__author=person) | Q(author=person) | Q(saved_by=person), post=OuterRef("pk"))
    held = ReleaseChoice.objects.of(city).filter(held=True, version__post=OuterRef("pk"))
    mine = held.filter(Q(version__post__author=person) | Q(by=person))
    sent = Delivery.objects.of(city).filter(version__post=OuterRef("pk"), act__verb=Verb.PUBLISH)
    out, leaves = sent.filter(act__state__in=OUT), sent.filter(act__state__in=STILL_TO_LEAVE)
    by_hand = sent.filter(act__state=ActState.BY_HAND)
    said = Decision.objects.of(city).filter(step__sheet__version__post=OuterRef("pk")).order_by("-at")
    returned = Post.objects.of(city).filter(author=person, state=PostState.RETURNED)
    # Years of posts are over. An index finds those that came back and those that are being written, held ones too.
    near = returned.values("pk").union(written.values("post"))
    in_force = Q(state__in=(PostState.WAITING, PostState.APPROVED)) | Q(is_out=True)
    posts: QuerySet[Post] = Post.objects.of(city).filter(pk__in=near, plan_item__cancelled_at=None)
    posts = posts.annotate(
        is_out=Exists(out),
        by_hand=Case(When(Exists(by_hand) & ~Exists(leaves), then=True), default=False),
        is_held=Case(When(Exists(held), state=PostState.DRAFT, then=True), default=False),
        goes_at=hour_shown(city),
        note=Subquery(said.values("note")[:1]),
        came_back=Case(When(author=person, state=PostState.RETURNED, then=True), default=False),
    )
    wanted = Q(Exists(mine), is_held=True) | Q(Exists(begun), in_force, is_held=False)
    posts = posts.annotate(to_write=Case(When(wanted, withdrawal=None, then=True), default=False))
    found = posts.filter(Q(came_back=True) | Q(to_write=True)).order_by("goes_at", "pk")
    return found.select_related("plan_item")
