"""The chosen comment: conversation, author, proposal, decisions, available actions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil

from django.urls import reverse

from veche.inbox.domain.answer import ANSWERABLE, reply_by_hand
from veche.inbox.domain.pictures import DRAWN
from veche.inbox.domain.posts import why_nobody_waits
from veche.inbox.domain.queries import Author, author_of, talk_around
from veche.inbox.domain.same import Shared
from veche.inbox.enums import MessageState
from veche.inbox.models import Answer, Message, MessagePicture
from veche.kernel.clock import now
from veche.kit.moments import spoken
from veche.moderation.domain.gravity import by_gravity
from veche.moderation.domain.queries import Show, queue, undoable
from veche.moderation.domain.restorable import why_not_restorable
from veche.moderation.domain.rule import STANDING, delete_by_hand
from veche.moderation.enums import LAW, Ground, RulingVerb
from veche.moderation.lines import AuthorVerb, author_verb
from veche.moderation.models import Proposal, Ruling
from veche.moderation.words import FATES
from veche.morphology.numerals import form
from veche.networks.registry import NETWORKS, render_reply
from veche.outbox.domain.states import NEEDS_PERSON
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.outbox.words import word_of
from veche.staff.access import may
from veche.staff.models import Person
from veche.web import words
from veche.web.pages.inbox_lines import Piece, pieces_of, proposal_of, same_of, same_url, spans_of, words_of


@dataclass(frozen=True, slots=True)
class Said:
    """Another comment of the conversation."""

    name: str
    when: str
    text: str
    url: str
    state: str
    ours: bool


@dataclass(frozen=True, slots=True)
class Counter:
    """As `render_reply` counts, which also checks the call."""

    length: int
    limit: int
    unit: str
    problem: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposed ground: percent, words, explanation."""

    ground: str
    percent: int
    words: tuple[str, ...]
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroundChoice:
    """`hint`: its relation to clause 2.5, if not obvious. `checked`: picked before, else the surest proposed one."""

    value: str
    label: str
    hint: str
    proposed: bool
    checked: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """One of our answers and its state."""

    answer: Answer
    when: str
    word: str
    stuck: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of the comment; `drawn`: shown in the page, else a download."""

    pk: int
    there: bool
    drawn: bool
    trouble: str


@dataclass(frozen=True, slots=True)
class Undo:
    """A deletion by this person that can still be undone."""

    pk: int
    says: str
    seconds: int
    after: str


@dataclass(frozen=True, slots=True)
class Matter:
    message: Message
    name: str
    when: str
    pieces: tuple[Piece, ...]
    older: tuple[tuple[str, str], ...]
    pictures: tuple[Shot, ...]
    author: str
    same: str
    same_url: str
    about_author: AuthorVerb | None
    before: tuple[Said, ...]
    after: tuple[Said, ...]
    total: int
    posted: str
    post_url: str
    answers: tuple[Sent, ...]
    proposed: tuple[Proposed, ...]
    grounds: tuple[GroundChoice, ...]
    wordings: int
    answered: int
    ruled: int

    ruling: Ruling | None
    deletion: int | None
    decided: str
    fate: str
    act_word: str
    after_deletion: str
    stuck: tuple[tuple[str, str], ...]
    why_not_restorable: str
    nobody_waits: str
    others_wait: str
    others_url: str
    reply_by_hand: str
    delete_by_hand: str
    may_decide: bool
    may_answer: bool
    url: str
    url_decide: str
    next: str
    open_in: str

    @property
    def answerable(self) -> bool:
        return self.message.state in ANSWERABLE and not self.message.ours and not self.nobody_waits

    @property
    def standing(self) -> bool:
        return self.message.state in STANDING and not self.message.ours

    @property
    def moving(self) -> bool:
        """Whether an act is on its way, so that the page polls."""
        return self.message.state in (MessageState.DELETING, MessageState.RESTORING) and not self.stuck

    @property
    def may_restore(self) -> bool:
        return self.message.state == MessageState.DELETED and self.may_decide


def matter_of(
    message: Message,
    person: Person,
    *,
    query: str,
    onward: int | None,
    people: Mapping[int, Shared],
    picked: str = "",
) -> Matter:
    """`message`: of `with_everything` and `with_fates`. `query` keeps the filter; `people` have the same text.

    `onward`: the comment to show after a decision. `picked`: the ground chosen for a deletion that was refused.
    """
    zone = message.administration.time_zone
    talk, answers = talk_around(message), list(message.answers.all())
    rulings: list[Ruling] = message.standing  # type: ignore[attr-defined] # prefetched by moderation's queue
    proposal, last = proposal_of(message), rulings[-1] if rulings else None
    post, wordings = message.conversation, list(message.wordings.all())
    nobody_waits = why_nobody_waits(message)
    posted = post.posted_at or (post.act.first_call_at if post.act else None)
    return Matter(
        message=message,
        name=message.author,
        when=spoken(message.at, zone),
        pieces=tuple(pieces_of(message.text, spans_of(proposal))),
        older=tuple((spoken(old.received_at, zone), old.text) for old in wordings if old.text != message.text),
        pictures=tuple(shot_of(picture) for picture in message.pictures.all()),
        author=_author(author_of(message)),
        same=same_of(message, people, post_stands=not nobody_waits),
        same_url=same_url(message.same_as_id) if message.same_as_id else "",
        about_author=author_verb(message, may_decide=may(person, "moderation.decide", message), query=query),
        before=tuple(_said(other, zone, query) for other in talk.before),
        after=tuple(_said(other, zone, query) for other in talk.after),
        total=message.talk_total,  # type: ignore[attr-defined] # annotated
        posted=spoken(posted, zone) if posted else "",
        post_url="" if nobody_waits else post.url or (post.act.remote_url if post.act else ""),
        answers=tuple(sent_of(made, zone, decidable=not nobody_waits) for made in answers),
        proposed=tuple(_proposed(message, proposal)),
        grounds=tuple(_choice(ground, proposal, picked) for ground in Ground),
        wordings=len(wordings),
        answered=max((made.pk for made in answers), default=0),
        ruled=last.pk if last else 0,
        ruling=last,
        deletion=next((ruling.pk for ruling in reversed(rulings) if ruling.verb == RulingVerb.DELETE), None),
        decided=_decided(last, zone),
        fate=_fate(message, last),
        act_word=word_of(last.act) if last and last.act else "",
        after_deletion=after_deletion(message),
        stuck=_choices(last.act) if last else (),
        why_not_restorable=why_not_restorable(message.account),
        nobody_waits=nobody_waits,
        others_wait=_others_wait(message) if not nobody_waits else "",
        others_url=f"{reverse('web:inbox')}?show={Show.QUESTIONS}&same={message.same_as_id}",
        reply_by_hand=reply_by_hand(message),
        delete_by_hand=delete_by_hand(message.account),
        may_decide=may(person, "moderation.decide", message),
        may_answer=may(person, "inbox.answer", message),
        url=_url(message.pk, query),
        url_decide=_url(message.pk, query) + ("&" if query else "?") + "step=decide",
        next=_url(onward, query) if onward else reverse("web:inbox") + query,
        open_in=f"Открыть в {NETWORKS[message.account.network].names.badge}",
    )


def _others_wait(message: Message) -> str:
    """The number of equal comments that still wait after this one is answered; "" for none."""
    if message.same_as_id is None or message.state != MessageState.ANSWERED:
        return ""
    number = queue(message.administration, show=Show.QUESTIONS, same=message.same_as_id).count()
    said = form(number, "комментарий ждёт", "комментария ждут", "комментариев ждут")
    return f"Об этом же ещё {number} {said} ответа" if number else ""


def undo_of(person: Person) -> Undo | None:
    ruling = undoable(person)
    if ruling is None or ruling.act is None:
        return None
    return Undo(
        pk=ruling.pk,
        says=f"Комментарий ({ruling.get_ground_display().lower()}) удалим",
        seconds=max(ceil((ruling.act.due_at - now()).total_seconds()), 1),
        after=after_deletion(ruling.message),
    )


def after_deletion(message: Message) -> str:
    if why_not_restorable(message.account):
        return "Потом не вернуть."
    return "Потом можно вернуть."


def counter_of(network: str, text: str) -> Counter:
    drawn = render_reply(network, text)
    problems = [problem.sentence for problem in drawn.problems if problem.code != "empty"]
    return Counter(drawn.length, drawn.limit, drawn.unit, problems[0] if problems else "")


def _url(pk: int, query: str) -> str:
    return reverse("web:message", args=[pk]) + query


def shot_of(picture: MessagePicture) -> Shot:
    return Shot(picture.pk, bool(picture.sha256), picture.mime in DRAWN, picture.trouble)


def _said(message: Message, zone: str, query: str) -> Said:
    gone = message.state in (MessageState.DELETED, MessageState.DELETING, MessageState.GONE)
    return Said(
        name=message.author,
        when=spoken(message.at, zone),
        text=message.text or "снимок без слов",
        url=_url(message.pk, query),
        state=message.state if gone else "",
        ours=message.ours,
    )


def _author(author: Author) -> str:
    if author.comments <= 1 or author.since is None:
        return "Первый комментарий этого автора здесь."
    comments = form(author.comments, "комментарий", "комментария", "комментариев")
    if not author.deleted:
        return f"{author.comments} {comments} автора здесь, ни одного не удаляли."
    return f"{author.comments} {comments} автора здесь, удалили {author.deleted}."


def sent_of(made: Answer, zone: str, *, decidable: bool = True) -> Sent:
    choices = _choices(made.act) if decidable else ()
    return Sent(made, spoken(made.created_at, zone), word_of(made.act), choices)


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


def _choice(ground: Ground, proposal: Proposal | None, picked: str) -> GroundChoice:
    first = picked or next(iter(by_gravity(proposal)), "") if proposal else picked
    by_law = ground in LAW and ground != Ground.ILLEGAL
    return GroundChoice(
        value=ground.value,
        label=str(ground.label),
        hint="нарушает закон" if by_law else "",
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


def _choices(act: Act | None) -> tuple[tuple[str, str], ...]:
    """A person's choices for a stuck act: (value, button)."""
    if act is None or act.state not in NEEDS_PERSON:
        return ()
    if act.state == ActState.UNKNOWN:
        return ("seen", "Вижу, сделано"), ("absent", "Не сделано")
    return ("again", "Попробовать ещё раз"), ("drop", "Не нужно")
