"""A private conversation as it is shown: the resident's messages and our answers, each once, by time."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from veche.inbox.models import Answer, Message

# A talk of years is not read whole: these many before and after the chosen message.
BEFORE, AFTER = 24, 12


@dataclass(frozen=True, slots=True)
class Chat:
    """`earlier`, `later`: there are more messages than these."""

    messages: tuple[Message, ...]
    answers: tuple[Answer, ...]
    earlier: bool
    later: bool


def chat_around(message: Message) -> Chat:
    """The part of the conversation around a message. Four queries, whatever its length."""
    answers = Answer.objects.of(message.administration_id).filter(message__conversation=message.conversation_id)
    sent = answers.exclude(act__remote_id="").values("act__remote_id")
    said = Message.objects.of(message.administration_id).filter(conversation=message.conversation_id)
    # Our own answer comes back as the network's event; the answer itself stands here with its fate.
    said = said.exclude(ours=True, remote_id__in=sent)
    until = Q(at__lt=message.at) | Q(at=message.at, pk__lte=message.pk)
    before = said.filter(until).order_by("-at", "-pk").values("pk")[: BEFORE + 1]
    after = said.exclude(until).order_by("at", "pk").values("pk")[: AFTER + 1]
    near = Message.objects.of(message.administration_id).filter(Q(pk__in=before) | Q(pk__in=after))
    found = list(near.select_related("account").prefetch_related("wordings", "pictures").order_by("at", "pk"))
    here = sum((one.at, one.pk) <= (message.at, message.pk) for one in found)
    earlier, later = here > BEFORE, len(found) - here > AFTER
    shown = tuple(found[earlier : here + AFTER])
    return Chat(shown, _between(answers, shown, earlier=earlier, later=later), earlier, later)


def _between(
    answers: "QuerySet[Answer]", shown: tuple[Message, ...], *, earlier: bool, later: bool
) -> tuple[Answer, ...]:
    if shown and earlier:
        answers = answers.filter(created_at__gte=shown[0].at)
    if shown and later:
        answers = answers.filter(created_at__lt=shown[-1].at)
    newest = answers.select_related("act__confirmed_by", "author").order_by("-created_at", "-pk")
    return tuple(reversed(newest[: BEFORE + AFTER]))
