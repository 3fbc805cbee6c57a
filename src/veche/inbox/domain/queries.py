"""Queries of one conversation around a comment, and of its author."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from veche.accounts.models import Account
from veche.inbox.domain.posts import under_no_post, with_post
from veche.inbox.enums import MessageState
from veche.inbox.models import Answer, Gap, InboundEvent, Message
from veche.outbox.domain.states import CERTAINLY_UNSENT, IN_DOUBT
from veche.staff.compiled import compiled_once
from veche.staff.models import Administration

# A post with three hundred comments is not read whole: these many before and after the chosen one.
BEFORE, AFTER = 2, 8


@dataclass(frozen=True, slots=True)
class Talk:
    before: tuple[Message, ...]
    after: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Author:
    """`deleted` counts earlier comments of the same author in this account that we deleted."""

    comments: int
    deleted: int
    since: datetime | None


def with_everything(administration: Administration) -> "QuerySet[Message]":
    """A comment with what its page shows of account, post and conversation. `talk_total`: residents' comments under the
    post."""
    talk = Message.objects.of(administration).filter(conversation=OuterRef("conversation"), ours=False).order_by()
    total = talk.values("conversation").annotate(number=Count("pk")).values("number")
    rows = with_post(Message.objects.of(administration), administration).annotate(
        talk_total=Coalesce(Subquery(total), 0)
    )
    found: QuerySet[Message] = rows.select_related("account__passport", "conversation__act", "administration")
    return found


@compiled_once
def whole(administration: Administration, pk: int) -> "QuerySet[Message]":
    """The message of `with_everything` with its proposal."""
    return with_everything(administration).select_related("proposal").filter(pk=pk)


def talk_around(message: Message) -> Talk:
    """The comments before and after this one. One query; reads `answers` with their acts (prefetch them)."""
    said = Message.objects.of(message.administration_id).filter(conversation=message.conversation_id)
    # An answer of ours stands under the comment with its fate; as the network's own event it would stand there twice.
    sent = [made.act.remote_id for made in message.answers.all() if made.act.remote_id]
    others = said.exclude(ours=True, remote_id__in=sent)
    earlier = Q(at__lt=message.at) | Q(at=message.at, pk__lt=message.pk)
    later = Q(at__gt=message.at) | Q(at=message.at, pk__gt=message.pk)
    before = others.filter(earlier).order_by("-at", "-pk").values("pk")[:BEFORE]
    after = others.filter(later).order_by("at", "pk").values("pk")[:AFTER]
    near = said.filter(Q(pk__in=before) | Q(pk__in=after))  # of the talk: for an OR PostgreSQL reads all messages
    place, shown = (message.at, message.pk), list(near.select_related("account").order_by("at", "pk"))
    return Talk(
        before=tuple(one for one in shown if (one.at, one.pk) < place),
        after=tuple(one for one in shown if (one.at, one.pk) > place),
    )


def author_of(message: Message) -> Author:
    if not message.author_id:
        return Author(1, 0, message.at)
    rows = Message.objects.of(message.administration_id).filter(
        account=message.account_id, author_id=message.author_id, private=False
    )
    found = rows.aggregate(
        comments=Count("pk"), deleted=Count("pk", filter=Q(state=MessageState.DELETED)), since=Min("at")
    )
    return Author(**found)


def in_the_list(administration: Administration, *, private: bool) -> "QuerySet[Message]":
    """Residents' messages; private ones only for people who may read them."""
    rows: QuerySet[Message] = Message.objects.of(administration).filter(ours=False)
    return rows if private else rows.filter(private=False)


def awaits_answer(administration: Administration) -> Q:
    """Filter for messages nobody answered, under posts that exist. An answer held by a freeze counts as an answer."""
    return Q(state=MessageState.NEW) & ~under_no_post(administration)


def pointless(administration: Administration) -> "QuerySet[Answer]":
    """Answers not sent or in doubt under a post that no longer exists; nobody has to decide about them."""
    rows: QuerySet[Answer] = Answer.objects.of(administration).filter(
        under_no_post(administration, message="message__"), act__state__in=CERTAINLY_UNSENT | IN_DOUBT
    )
    return rows


def open_gaps(administration: Administration) -> "QuerySet[Gap]":
    rows: QuerySet[Gap] = Gap.objects.of(administration).filter(seen_at=None).select_related("account")
    return rows


def not_understood(administration: Administration) -> int:
    """The number of stored events that could not be processed yet."""
    count: int = InboundEvent.objects.of(administration).filter(processed_at=None, tries__gt=1).count()
    return count


def accounts_listened_to(administration: Administration) -> "QuerySet[Account]":
    rows: QuerySet[Account] = Account.objects.of(administration).filter(closed_at=None)
    return rows
