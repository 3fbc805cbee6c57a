"""Queries of one conversation around a comment, and of its author. Each reading is read with others of a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from veche.accounts.models import Account
from veche.inbox.domain.posts import under_no_post, with_post
from veche.inbox.enums import MessageState
from veche.inbox.models import Answer, Gap, InboundEvent, Message, MessagePicture, Wording
from veche.morphology.numerals import counted, grouped
from veche.outbox.domain.states import CERTAINLY_UNSENT, IN_DOUBT
from veche.staff.compiled import compiled_once, number_of
from veche.staff.models import Administration
from veche.staff.together import Reading, set_prefetched

# A post with three hundred comments is not read whole: these many before and after the chosen one.
BEFORE, AFTER = 2, 8
# An author's comments are counted up to this number: an account of a newspaper writes thousands.
MOST_COUNTED = 1_000


@dataclass(frozen=True, slots=True)
class Talk:
    before: tuple[Message, ...]
    after: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Author:
    """Comments of one author in one account, at most `MOST_COUNTED` and one, and how many of all we deleted."""

    comments: int
    deleted: int

    @property
    def has_more(self) -> bool:
        return self.comments > MOST_COUNTED


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


def reading_of_talk(message: Message) -> Reading[Talk]:
    """The comments before and after this one."""
    place = message.at, message.pk

    def found(rows: list[Message]) -> Talk:
        return Talk(
            before=tuple(one for one in rows if (one.at, one.pk) < place),
            after=tuple(one for one in rows if (one.at, one.pk) > place),
        )

    return Reading(_near.bind(message.administration_id, message.conversation_id, *place), found)


@compiled_once
def _near(city: int, conversation: int, at: datetime, pk: int) -> "QuerySet[Message]":
    said: QuerySet[Message] = Message.objects.of(city).filter(conversation=conversation)
    # An answer of ours stands under the comment with its fate; as the network's own event it would stand there twice.
    answers: QuerySet[Answer] = Answer.objects.of(city).filter(message=pk)
    sent = answers.exclude(act__remote_id="").values("act__remote_id")
    others = said.exclude(ours=True, remote_id__in=sent)
    earlier = Q(at__lt=at) | Q(at=at, pk__lt=pk)
    later = Q(at__gt=at) | Q(at=at, pk__gt=pk)
    before = others.filter(earlier).order_by("-at", "-pk").values("pk")[:BEFORE]
    after = others.filter(later).order_by("at", "pk").values("pk")[:AFTER]
    near = said.filter(Q(pk__in=before) | Q(pk__in=after))  # of the talk: for an OR PostgreSQL reads all messages
    return near.select_related("account").order_by("at", "pk")


def author_of(message: Message) -> Author:
    return reading_of_author(message).read()


def reading_of_author(message: Message) -> Reading[Author]:
    """The author of a comment in its account."""
    alone = Author(0 if message.private else 1, 0)
    if not message.author_id:
        return Reading(None, lambda _rows: alone)
    query = _author.bind(message.administration_id, message.account_id, message.author_id)
    return Reading(query, lambda rows: Author(*rows[0]) if rows else alone)


@compiled_once
def _author(city: int, account: int, author: str) -> "QuerySet[Account, tuple[int, int]]":
    """One row. Both numbers are read from the index alone."""
    rows: QuerySet[Message] = Message.objects.of(city).filter(account=account, author_id=author, private=False)
    deleted = number_of(rows.filter(state=MessageState.DELETED))
    found: QuerySet[Account, tuple[int, int]] = (
        Account.objects.of(city)
        .filter(pk=account)
        .annotate(comments=_NumberOf(rows.order_by().values("at")[: MOST_COUNTED + 1]), deleted=Subquery(deleted))
        .values_list("comments", "deleted")
    )
    return found


class _NumberOf(Subquery):
    """How many rows a subquery with a limit has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def about_author(author: Author) -> str:
    """«3 комментария автора здесь, удалили 1», without a full stop."""
    if author.comments <= 1 and not author.deleted:
        return "Первый комментарий этого автора здесь" if author.comments else "Комментариев автора здесь нет"
    deleted = f"удалили {grouped(author.deleted)}" if author.deleted else "ни одного не удаляли"
    if author.has_more:
        return f"Больше {grouped(MOST_COUNTED)} комментариев автора здесь, {deleted}"
    comments = counted(author.comments, "комментарий", "комментария", "комментариев")
    return f"{comments} автора здесь, {deleted}"


def readings_of_parts(message: Message) -> tuple[Reading[None], Reading[None]]:
    """Reads wordings and pictures to where a prefetch puts them."""
    return readings_of_all_parts(message.administration_id, [message])


def readings_of_all_parts(city: int, messages: Sequence[Message]) -> tuple[Reading[None], Reading[None]]:
    """As `readings_of_parts`, of several messages."""
    ids = [one.pk for one in messages]

    def give(name: str, rows: "list[Any]") -> None:
        for message in messages:
            set_prefetched(message, name, [row for row in rows if row.message_id == message.pk])

    return (
        Reading(_wordings.bind(city, ids), partial(give, "wordings")),
        Reading(_pictures.bind(city, ids), partial(give, "pictures")),
    )


@compiled_once
def _wordings(city: int, messages: list[int]) -> "QuerySet[Wording]":
    rows: QuerySet[Wording] = Wording.objects.of(city).filter(message__pk__listed=messages)
    return rows.order_by("pk")


@compiled_once
def _pictures(city: int, messages: list[int]) -> "QuerySet[MessagePicture]":
    rows: QuerySet[MessagePicture] = MessagePicture.objects.of(city).filter(message__pk__listed=messages)
    return rows.order_by("pk")


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


def reading_of_gaps(administration: Administration) -> Reading[list[Gap]]:
    """What nobody has checked yet."""
    return Reading(_open_gaps.bind(administration.pk), list)


@compiled_once
def _open_gaps(city: int) -> "QuerySet[Gap]":
    rows: QuerySet[Gap] = Gap.objects.of(city).filter(seen_at=None)
    return rows.select_related("account").order_by("pk")


def reading_of_not_understood(administration: Administration) -> Reading[int]:
    """The number of stored events that could not be processed yet."""
    return Reading(_not_understood.bind(administration.pk), sum)


@compiled_once
def _not_understood(city: int) -> "QuerySet[InboundEvent, int]":
    rows: QuerySet[InboundEvent] = InboundEvent.objects.of(city)
    return number_of(rows.filter(processed_at=None, tries__gt=1))


def accounts_listened_to(administration: Administration) -> "QuerySet[Account]":
    rows: QuerySet[Account] = Account.objects.of(administration).filter(closed_at=None)
    return rows
