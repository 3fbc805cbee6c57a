"""Comments and private messages of residents, for the search."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from veche.inbox.enums import MessageState
from veche.inbox.models import Message
from veche.search.domain.matching import entries_with
from veche.search.domain.question import Question
from veche.search.domain.searching import SearchQuery, entries_of
from veche.search.kinds import Kind, Source, Words, register
from veche.staff.models import Administration

KIND = "message"
COMMENT, LETTER = "comment", "letter"


class Found(NamedTuple):
    """`key`: the place in the list."""

    key: int
    message: int


def register_kinds() -> None:
    register(
        Kind(
            slug=KIND,
            title="Входящие",
            one="Комментарий",
            icon="messages",
            permission="inbox.see",
            sources=(Source(Message, columns=("text", "author_name", "at", "state")),),
            everything=_everything,
            read=_read,
            own_page=_page,
            order=4,
        )
    )


def having(administration: Administration, question: Question, since: datetime | None = None) -> Exists:
    """Condition: the message has the words. `since`: no earlier one is asked about."""
    return Exists(entries_with(administration, KIND, question, since).filter(object_id=OuterRef("pk")))


def newest_with(administration: Administration, query: SearchQuery, number: int) -> Sequence[Found]:
    """At most so many messages of the query, in the order of `entries_of`. One query."""
    return [Found(key, message) for key, message in entries_of(administration, query, [KIND], number) if message]


def _everything() -> QuerySet[Any, Any]:
    """What residents wrote; our answers are not looked for here, nor private messages that were deleted."""
    return Message.objects.unscoped().filter(ours=False).exclude(private=True, state=MessageState.DELETED)


def _read(ids: Collection[int]) -> Mapping[int, Words]:
    return {
        message.pk: Words(
            administration_id=message.administration_id,
            at=message.at,
            texts=(message.text, message.author_name),
            networks=[message.account.network],
            marks=[LETTER if message.private else COMMENT],
        )
        for message in _everything().filter(pk__in=ids).select_related("account")
    }


def _page(words: str) -> str:
    return f"{reverse('web:inbox')}?{urlencode({'show': 'all', 'q': words})}"
