"""The chosen comment: conversation, author, proposal, decisions, available actions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse

from veche.cases.models import Case, Question
from veche.inbox.domain.answer import ANSWERABLE, reply_by_hand
from veche.inbox.domain.posts import why_nobody_waits
from veche.inbox.domain.queries import Talk as TalkAround
from veche.inbox.domain.queries import about_author
from veche.inbox.enums import MessageState
from veche.inbox.models import Answer, Message
from veche.inbox.words import IN_TOPIC, besides_posts, place_of
from veche.kit.moments import spoken
from veche.moderation.domain.decidable import standing_of
from veche.moderation.domain.deleting import delete_by_hand
from veche.moderation.domain.erase import erased_among
from veche.moderation.domain.gravity import by_gravity
from veche.moderation.domain.queries import Show, queue
from veche.moderation.domain.restorable import why_not_restorable
from veche.moderation.domain.terms import grounds_for
from veche.moderation.enums import Ground, RulingVerb
from veche.moderation.lines import AuthorVerb, author_verb
from veche.moderation.models import Proposal, Ruling
from veche.moderation.words import FATES
from veche.morphology.numerals import form
from veche.networks.protocol import Place
from veche.networks.registry import NETWORKS
from veche.outbox.domain.states import NEEDS_PERSON
from veche.outbox.words import word_of
from veche.staff.access import may
from veche.staff.models import Person
from veche.web import words
from veche.web.pages.inbox_answers import Sent, Shot, after_deletion, choices_of, sent_of, shot_of
from veche.web.pages.inbox_besides import Besides
from veche.web.pages.inbox_lines import Piece, pieces_of, proposal_of, same_of, same_url, spans_of, words_of


@dataclass(frozen=True, slots=True)
class OtherComment:
    """Another comment of the conversation."""

    name: str
    when: str
    text: str
    url: str
    state: str
    ours: bool


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposed ground: percent, words, explanation."""

    ground: str
    percent: int
    words: tuple[str, ...]
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroundChoice:
    """`hint`: the norm on which it rests. `checked`: picked before, else the surest proposed one."""

    value: str
    label: str
    hint: str
    proposed: bool
    checked: bool


@dataclass(frozen=True, slots=True)
class Comment:
    """The comment's text and author. `older`: former texts with their times; `same`: equal comments of others."""

    name: str
    when: str
    pieces: tuple[Piece, ...]
    older: tuple[tuple[str, str], ...]
    pictures: tuple[Shot, ...]
    about_author: str
    history_url: str
    author_verb: AuthorVerb | None
    same: str
    same_url: str


@dataclass(frozen=True, slots=True)
class Talk:
    """The post and what stands around the comment under it. `total`: comments; `open_in`: text of the post's link.

    `place`: what it is if it is no post («под фото»); `alone`: nobody comments there; `hint`: where an answer stands.
    """

    before: tuple[OtherComment, ...]
    after: tuple[OtherComment, ...]
    answers: tuple[Sent, ...]
    total: int
    posted: str
    post_url: str
    open_in: str
    place: str
    alone: bool
    hint: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Grounds to choose from. `wordings`, `ruled`: what this page shows; a decision about anything newer is refused."""

    proposed: tuple[Proposed, ...]
    grounds: tuple[GroundChoice, ...]
    wordings: int
    ruled: int


@dataclass(frozen=True, slots=True)
class Decision:
    """The latest ruling and its act. `deletion`: id of the latest deletion; `stuck`: choices for a stuck act."""

    ruling: Ruling | None
    deletion: int | None
    words: str
    fate: str
    act_word: str
    after_deletion: str
    stuck: tuple[tuple[str, str], ...]
    why_not_restorable: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """`nobody`: why no answer is expected; `others`: how many equal comments still wait; "" if not so."""

    nobody: str
    others: str
    others_url: str


@dataclass(frozen=True, slots=True)
class Matter:
    """The middle and right columns of «Входящие». `answered`: id of the latest answer shown. `case`: its own."""

    message: Message
    comment: Comment
    talk: Talk
    choice: Choice
    decision: Decision
    waiting: Waiting
    case: Case | None
    question: Question | None
    answered: int
    reply_by_hand: str
    delete_by_hand: str
    may_decide: bool
    may_answer: bool
    may_open_case: bool
    erased: bool
    url: str
    next: str

    @property
    def url_decide(self) -> str:
        return self.url + ("&" if "?" in self.url else "?") + "step=decide"

    @property
    def answerable(self) -> bool:
        return self.message.state in ANSWERABLE and not self.message.ours and not self.waiting.nobody

    @property
    def standing(self) -> bool:
        return self.message.state in standing_of(self.message) and not self.message.ours

    @property
    def moving(self) -> bool:
        """Whether an act is on its way, so that the page polls."""
        return self.message.state in (MessageState.DELETING, MessageState.RESTORING) and not self.decision.stuck

    @property
    def may_restore(self) -> bool:
        return self.message.state == MessageState.DELETED and self.may_decide


def matter_of(
    message: Message,
    person: Person,
    *,
    query: str,
    onward: int | None,
    besides: Besides,
    picked: str = "",
) -> Matter:
    """`message`: of `with_everything` and `with_fates`; `besides` of the same. `query` keeps the filter.

    `onward`: the comment to show after a decision. `picked`: the ground chosen for a deletion that was refused.
    """
    answers, nobody_waits = list(message.answers.all()), why_nobody_waits(message)
    erased = erased_among([message, *besides.talk.before, *besides.talk.after])
    return Matter(
        message=message,
        comment=_comment(message, person, query, besides, post_stands=not nobody_waits),
        talk=_talk(message, besides.talk, answers, query, erased, decidable=not nobody_waits),
        choice=choice_of(message, besides.norms, picked),
        decision=decision_of(message),
        waiting=_waiting(message, nobody_waits),
        case=besides.case,
        question=besides.question,
        answered=max((made.pk for made in answers), default=0),
        reply_by_hand=reply_by_hand(message),
        delete_by_hand=delete_by_hand(message),
        may_decide=may(person, "moderation.decide", message),
        may_answer=may(person, "inbox.answer", message),
        may_open_case=may(person, "cases.see"),
        erased=message.pk in erased,
        url=_url(message.pk, query),
        next=_url(onward, query) if onward else reverse("web:inbox") + query,
    )


def _comment(message: Message, person: Person, query: str, besides: Besides, *, post_stands: bool) -> Comment:
    zone, may_decide = message.administration.time_zone, may(person, "moderation.decide", message)
    older = (old for old in message.wordings.all() if old.text != message.text)
    return Comment(
        name=message.author,
        when=spoken(message.at, zone),
        pieces=tuple(pieces_of(message.text, spans_of(proposal_of(message)))),
        older=tuple((spoken(old.received_at, zone), old.text) for old in older),
        pictures=tuple(shot_of(picture) for picture in message.pictures.all()),
        about_author=f"{about_author(besides.author)}.",
        history_url=_history_url(message) if besides.author.comments > 1 else "",
        author_verb=author_verb(message, besides.restriction, may_decide=may_decide, query=query),
        same=same_of(message, besides.people, post_stands=post_stands),
        same_url=same_url(message.same_as_id) if message.same_as_id else "",
    )


def _talk(
    message: Message, talk: TalkAround, answers: list[Answer], query: str, erased: frozenset[int], *, decidable: bool
) -> Talk:
    zone, post = message.administration.time_zone, message.conversation
    place = place_of(message.account.network, post.post_id)
    posted = post.posted_at or (post.act.first_call_at if post.act else None)
    return Talk(
        before=tuple(_other_comment(other, zone, query, erased) for other in talk.before),
        after=tuple(_other_comment(other, zone, query, erased) for other in talk.after),
        answers=tuple(sent_of(made, zone, decidable=decidable) for made in answers),
        total=message.talk_total,  # type: ignore[attr-defined] # annotated
        posted=spoken(posted, zone) if posted else "",
        post_url=(post.url or (post.act.remote_url if post.act else "")) if decidable else "",
        open_in=f"Открыть в {NETWORKS[message.account.network].names.badge}",
        place=besides_posts(message.account.network, post.post_id),
        alone=place is Place.SUGGESTED,
        hint=IN_TOPIC if place is Place.TOPIC else "",
    )


def choice_of(message: Message, norms: Mapping[str, str], picked: str) -> Choice:
    proposal, last = proposal_of(message), _last(message)
    return Choice(
        proposed=tuple(_proposed(message, proposal)),
        grounds=tuple(_ground(ground, proposal, picked, norms[ground]) for ground in grounds_for(message)),
        wordings=len(message.wordings.all()),
        ruled=last.pk if last else 0,
    )


def decision_of(message: Message) -> Decision:
    last = _last(message)
    deletions = (ruling.pk for ruling in reversed(_rulings(message)) if ruling.verb == RulingVerb.DELETE)
    return Decision(
        ruling=last,
        deletion=next(deletions, None),
        words=_decided(last, message.administration.time_zone),
        fate=_fate(message, last),
        act_word=word_of(last.act) if last and last.act else "",
        after_deletion=after_deletion(message),
        stuck=choices_of(last.act) if last else (),
        why_not_restorable=why_not_restorable(message.account),
    )


def _rulings(message: Message) -> list[Ruling]:
    standing: list[Ruling] = message.standing  # type: ignore[attr-defined] # prefetched by moderation's queue
    return standing


def _last(message: Message) -> Ruling | None:
    return next(reversed(_rulings(message)), None)


def _waiting(message: Message, nobody: str) -> Waiting:
    return Waiting(
        nobody=nobody,
        others=_others_wait(message) if not nobody else "",
        others_url=f"{reverse('web:inbox')}?show={Show.QUESTIONS}&same={message.same_as_id}",
    )


def _others_wait(message: Message) -> str:
    """The number of equal comments that still wait after this one is answered; "" for none."""
    if message.same_as_id is None or message.state != MessageState.ANSWERED:
        return ""
    number = queue(message.administration, show=Show.QUESTIONS, same=message.same_as_id).count()
    said = form(number, "комментарий ждёт", "комментария ждут", "комментариев ждут")
    return f"Об этом же ещё {number} {said} ответа" if number else ""


def _url(pk: int, query: str) -> str:
    return reverse("web:message", args=[pk]) + query


def _other_comment(message: Message, zone: str, query: str, erased: frozenset[int]) -> OtherComment:
    gone = message.state in (MessageState.DELETED, MessageState.DELETING, MessageState.GONE)
    return OtherComment(
        name=message.author,
        when=spoken(message.at, zone),
        text=message.text or ("слова стёрты" if message.pk in erased else "снимок без слов"),
        url=_url(message.pk, query),
        state=message.state if gone else "",
        ours=message.ours,
    )


def _history_url(message: Message) -> str:
    """All comments of the author in this account."""
    return f"{reverse('web:inbox')}?show={Show.ALL}&author={message.pk}"


def _proposed(message: Message, proposal: Proposal | None) -> Iterator[Proposed]:
    """Proposed grounds, gravest first."""
    if proposal is None:
        return
    for ground in by_gravity(proposal):
        score = float(proposal.scores.get(ground, 0.0))
        found = [one for one in proposal.spans if one["ground"] == ground]
        why = tuple(dict.fromkeys(one["words"] for one in found if one["words"]))
        said = tuple(words_of(message.text, spans_of(proposal, ground)))
        if said and all(one["rule"].endswith("-model") for one in found):
            said, why = (), (_likeness(", ".join(why), said),)
        yield Proposed(ground=str(ground.label), percent=round(score * 100), words=said, why=why)


def _likeness(why: str, said: tuple[str, ...]) -> str:
    """«похоже на угрозу: слова «найду», «вас»»: the model found it, no rule."""
    quoted = ", ".join(f"«{word}»" for word in said)
    return f"{why}: слово {quoted}" if len(said) == 1 else f"{why}: слова {quoted}"


def _ground(ground: Ground, proposal: Proposal | None, picked: str, norm: str) -> GroundChoice:
    first = picked or next(iter(by_gravity(proposal)), "") if proposal else picked
    return GroundChoice(
        value=ground.value,
        label=str(ground.label),
        hint=norm,
        proposed=proposal is not None and ground in proposal.grounds,
        checked=ground == first,
    )


# What was decided before, as it is told afterwards.
RULED = {
    RulingVerb.DELETE: "удалили",
    RulingVerb.RESTORE: "вернули",
    RulingVerb.KEEP: "не нарушение",
}


def _decided(ruling: Ruling | None, zone: str) -> str:
    if ruling is None:
        return ""
    if ruling.verb == RulingVerb.DELETE:
        return f"{ruling.person}: удалили, {ruling.get_ground_display().lower()}, {spoken(ruling.at, zone)}"
    return f"{ruling.person}: {RULED[RulingVerb(ruling.verb)]}, {spoken(ruling.at, zone)}"


def _fate(message: Message, last: Ruling | None) -> str:
    """«Удалить не вышло» for a stuck act, else the comment's fate."""
    if last and last.act and last.act.state in NEEDS_PERSON:
        return words.first_up(word_of(last.act))
    return str(FATES.get(message.state, ""))
