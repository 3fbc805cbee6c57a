"""A private conversation: the resident's messages on the left, ours with their states on the right."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from veche.inbox.domain.answer import ANSWERABLE, reply_by_hand
from veche.inbox.domain.chat import Chat, chat_around
from veche.inbox.enums import MessageState
from veche.inbox.models import Answer, Message
from veche.kit.moments import spoken
from veche.moderation.domain.authors import reading_of_restriction
from veche.moderation.domain.decidable import standing_of
from veche.moderation.domain.deleting import way_to_delete
from veche.moderation.domain.erase import erased_among
from veche.moderation.lines import AuthorVerb, author_verb
from veche.networks.protocol import Ability
from veche.networks.registry import NETWORKS
from veche.outbox.enums import ActState
from veche.staff.access import may
from veche.staff.models import Person
from veche.staff.together import Reading
from veche.web.pages.inbox_answers import Sent, Shot, sent_of, shot_of
from veche.web.pages.inbox_matter import Choice, Decision, choice_of, decision_of

# What is longer is read whole on the page of the message itself.
LONGEST = 560


@dataclass(frozen=True, slots=True)
class Bubble:
    """`sent`: our answer. `cut`: the whole text is at `url`. `closed`: deleted, its words are in the evidence."""

    ours: bool
    when: str
    at: datetime
    text: str
    here: bool = False
    closed: bool = False
    cut: bool = False
    url: str = ""
    edited: bool = False
    older: tuple[tuple[str, str], ...] = ()
    pictures: tuple[Shot, ...] = ()
    sent: Sent | None = None


@dataclass(frozen=True, slots=True)
class Letters:
    """`reply_to`: the resident's last message shown; an answer is to all of them.

    `choice`, `decision`: about the chosen message, by the grounds of the law. `way`: how its network deletes it.
    """

    message: Message
    reply_to: Message
    bubbles: tuple[Bubble, ...]
    earlier: str
    later: str
    may_answer: bool
    answerable: bool
    reply_by_hand: str
    closable: bool
    answered: int
    about_author: AuthorVerb | None
    choice: Choice
    decision: Decision
    way: Ability
    may_decide: bool
    url: str
    next: str

    @property
    def whose_side(self) -> str:
        """Words for whose copy of a message disappears when a key deletes it."""
        return NETWORKS[self.message.account.network].message_deletion.told

    @property
    def url_decide(self) -> str:
        return self.url + ("&" if "?" in self.url else "?") + "step=decide"

    @property
    def standing(self) -> bool:
        """Whether it can be decided about the chosen message."""
        return self.message.state in standing_of(self.message) and not self.message.ours

    @property
    def is_last(self) -> bool:
        return self.message.pk == self.reply_to.pk

    @property
    def moving(self) -> bool:
        """Whether a deletion is on its way, so that the page polls."""
        return self.message.state == MessageState.DELETING and not self.decision.stuck

    @property
    def held(self) -> bool:
        """Whether a freeze holds an answer."""
        return any(said.sent is not None and said.sent.answer.act.state == ActState.STOPPED for said in self.bubbles)


def letters_of(
    message: Message,
    person: Person,
    *,
    query: str,
    onward: int | None,
    norms: Mapping[str, str],
    picked: str = "",
) -> Letters:
    """`query` keeps the filter; `onward`: where «Ответ не нужен» leads; `picked`: the ground of a refused deletion."""
    zone = message.administration.time_zone
    chat, [restriction] = chat_around(message, _besides)
    last = chat.last
    may_answer = may(person, "inbox.answer", message)
    return Letters(
        message=message,
        reply_to=last,
        bubbles=tuple(_in_order(chat, message, zone, query)),
        earlier=_url(chat.messages[0].pk, query) if chat.earlier else "",
        later=_url(chat.messages[-1].pk, query) if chat.later else "",
        may_answer=may_answer,
        answerable=not last.ours and last.state in ANSWERABLE,
        reply_by_hand=reply_by_hand(message),
        closable=may_answer and not last.ours and last.state == MessageState.NEW,
        answered=chat.newest,
        about_author=author_verb(last, restriction, may_decide=may(person, "moderation.decide", last), query=query),
        choice=choice_of(message, norms, picked),
        decision=decision_of(message),
        way=way_to_delete(message),
        may_decide=may(person, "moderation.decide", message),
        url=_url(message.pk, query),
        next=_url(onward, query) if onward else reverse("web:inbox") + query,
    )


def _besides(last: Message) -> list[Reading[Any]]:
    return [reading_of_restriction(last.account, last.author_id)]


def _in_order(chat: Chat, chosen: Message, zone: str, query: str) -> Iterator[Bubble]:
    erased = erased_among(chat.messages)
    bubbles = [_said(message, chosen, zone, query, erased) for message in chat.messages]
    bubbles += [_answered(answer, chosen, zone, query) for answer in chat.answers]
    return iter(sorted(bubbles, key=lambda bubble: bubble.at))


def _said(message: Message, chosen: Message, zone: str, query: str, erased: frozenset[int]) -> Bubble:
    here = message.pk == chosen.pk
    if message.state == MessageState.DELETED:
        when, url = spoken(message.at, zone), _url(message.pk, query)
        return Bubble(ours=message.ours, when=when, at=message.at, text="", here=here, closed=True, url=url)
    text, cut = (message.text, False) if here else _shortened(message.text)
    text = "Слова стёрты" if message.pk in erased else text
    wordings = message.wordings.all()
    return Bubble(
        ours=message.ours,
        when=spoken(message.at, zone),
        at=message.at,
        text=text,
        here=here,
        cut=cut,
        url=_url(message.pk, query),
        edited=message.edited_at is not None,
        older=tuple((spoken(old.received_at, zone), old.text) for old in wordings if old.text != message.text),
        pictures=tuple(shot_of(picture) for picture in message.pictures.all()),
    )


def _answered(answer: Answer, chosen: Message, zone: str, query: str) -> Bubble:
    text, cut = (answer.text, False) if answer.message_id == chosen.pk else _shortened(answer.text)
    return Bubble(
        ours=True,
        when=spoken(answer.created_at, zone),
        at=answer.created_at,
        text=text,
        cut=cut,
        url=_url(answer.message_id, query),
        sent=sent_of(answer, zone),
    )


def _shortened(text: str) -> tuple[str, bool]:
    if len(text) <= LONGEST:
        return text, False
    return text[:LONGEST].rsplit(" ", 1)[0] + "…", True


def _url(pk: int, query: str) -> str:
    return reverse("web:message", args=[pk]) + query
