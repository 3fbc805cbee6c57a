"""The register, and what a form chooses from."""

from django.db.models import Count, QuerySet

from veche.inbox.models import Message
from veche.posts.models import Post
from veche.rumours.enums import State
from veche.rumours.models import Rumour
from veche.staff.models import Administration

MOST = 50


def rumours(administration: Administration, *, is_open: bool) -> "QuerySet[Rumour]":
    """Newest first, with the number of comments and complaints."""
    rows: QuerySet[Rumour] = Rumour.objects.of(administration)
    rows = rows.filter(state=State.NEW) if is_open else rows.exclude(state=State.NEW)
    counted = rows.annotate(
        comment_count=Count("comments", distinct=True), complaint_count=Count("complaints", distinct=True)
    )
    return counted.select_related("by", "refutation__plan_item").order_by("-at", "-pk")


def open_rumours(administration: Administration) -> "QuerySet[Rumour]":
    rows: QuerySet[Rumour] = Rumour.objects.of(administration).filter(state=State.NEW)
    return rows.order_by("-at", "-pk")[:MOST]


def recent_posts(administration: Administration) -> "QuerySet[Post]":
    """Posts that may refute: the newest that were not dropped from the plan."""
    rows: QuerySet[Post] = Post.objects.of(administration).filter(plan_item__cancelled_at=None)
    return rows.select_related("plan_item").order_by("-pk")[:MOST]


def rumour_of(message: Message) -> Rumour | None:
    """The rumour that a comment repeats."""
    rows: QuerySet[Rumour] = Rumour.objects.of(message.administration_id).filter(comments__message=message)
    return rows.first()
