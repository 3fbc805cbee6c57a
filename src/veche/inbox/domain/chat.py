"""A private conversation as it is shown: the resident's messages and our answers, each once, by time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from veche.inbox.domain.queries import readings_of_all_parts
from veche.inbox.models import Answer, Message
from veche.staff.compiled import compiled_once
from veche.staff.together import Reading, read_together

# A talk of years is not read whole: these many before and after the chosen message.
BEFORE, AFTER = 24, 12


@dataclass(frozen=True, slots=True)
class Chat:
    """`earlier`, `later`: there are more messages than these. `last`: the resident's last one shown.

    `newest`: id of the newest answer in the whole talk; 0 if there is none.
    """

    messages: tuple[Message, ...]
    answers: tuple[Answer, ...]
    earlier: bool
    later: bool
    last: Message
    newest: int


def chat_around(message: Message, besides: Callable[[Message], Sequence[Reading[Any]]]) -> tuple[Chat, list[Any]]:
    """The part of the conversation around a message, and the results of `besides`. Two queries, whatever its length.

    `besides` is given the last message shown of the resident.
    """
    talk = message.administration_id, message.conversation_id
    found = _around(*talk, message.at, message.pk)
    here = sum((one.at, one.pk) <= (message.at, message.pk) for one in found)
    earlier, later = here > BEFORE, len(found) - here > AFTER
    shown = tuple(found[earlier : here + AFTER])
    since, until = shown[0].at if shown and earlier else None, shown[-1].at if shown and later else None
    last = next((one for one in reversed(shown) if not one.ours), message)
    answers, newest, _, _, *rest = read_together(
        Reading(_between.bind(*talk, since, until), list),
        Reading(_newest_answer.bind(*talk), sum),
        *readings_of_all_parts(message.administration_id, shown),
        *besides(last),
    )
    return Chat(shown, tuple(reversed(answers)), earlier, later, last, newest), rest


@compiled_once
def _around(city: int, conversation: int, at: datetime, pk: int) -> "QuerySet[Message]":
    """One more than is shown before and after."""
    sent = _answers(city, conversation).exclude(act__remote_id="").values("act__remote_id")
    talk: QuerySet[Message] = Message.objects.of(city).filter(conversation=conversation)
    # Our own answer comes back as the network's event; the answer itself stands here with its fate.
    said = talk.exclude(ours=True, remote_id__in=sent)
    until = Q(at__lt=at) | Q(at=at, pk__lte=pk)
    before = said.filter(until).order_by("-at", "-pk").values("pk")[: BEFORE + 1]
    after = said.exclude(until).order_by("at", "pk").values("pk")[: AFTER + 1]
    near = talk.filter(Q(pk__in=before) | Q(pk__in=after))  # of the talk: for an OR PostgreSQL reads all messages
    return near.select_related("account").order_by("at", "pk")


@compiled_once
def _newest_answer(city: int, conversation: int) -> "QuerySet[Answer, int]":
    newest: QuerySet[Answer, int] = _answers(city, conversation).order_by("-pk").values_list("pk", flat=True)
    return newest[:1]


@compiled_once
def _between(city: int, conversation: int, since: datetime | None, until: datetime | None) -> "QuerySet[Answer]":
    """The newest first."""
    answers = _answers(city, conversation)
    answers = answers if since is None else answers.filter(created_at__gte=since)
    answers = answers if until is None else answers.filter(created_at__lt=until)
    newest = answers.select_related("act__confirmed_by", "author").order_by("-created_at", "-pk")
    return newest[: BEFORE + AFTER]


def _answers(city: int, conversation: int) -> "QuerySet[Answer]":
    rows: QuerySet[Answer] = Answer.objects.of(city).filter(message__conversation=conversation)
    return rows
