"""Restrictions as lines, and the words and pictures of evidence."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.urls import reverse

from veche.inbox.enums import MessageState
from veche.inbox.models import Message, MessagePicture
from veche.kernel.clock import now
from veche.moderation.domain.authors import was_restricted
from veche.moderation.domain.decision_history import history_of
from veche.moderation.domain.evidence_integrity import entries_of, pictures_of
from veche.moderation.domain.examine import trouble_of_picture
from veche.moderation.domain.gravity import by_gravity
from veche.moderation.domain.holds import holds_of
from veche.moderation.domain.packet_facts import talk_facts
from veche.moderation.domain.packet_sheet import TALK
from veche.moderation.domain.release import is_being_released
from veche.moderation.domain.steps import STEP_NAMES, Step, steps_of, two_needed
from veche.moderation.domain.terms import end_of, grounds_for, said_until
from veche.moderation.enums import LAW, WARNING, Ground, Term
from veche.moderation.forms import HandOverForm
from veche.moderation.keeping_forms import HoldForm
from veche.moderation.models import Erasure, Evidence, HandOver, Proposal, Restriction, Ruling
from veche.moderation.words import LOOKS_LIKE, of_restriction
from veche.outbox.domain.states import CERTAINLY_UNSENT, OUT
from veche.outbox.models import Act

# The parameter of a comment's page that keeps the ground which a person has picked for a deletion that was refused.
PICKED = "picked"


@dataclass(frozen=True, slots=True)
class RestrictionLine:
    """`face`, `word`: its state. `past`: no longer in force. `left`: the network may know of it."""

    one: Restriction
    until: str
    face: str
    word: str
    past: bool
    may_release: bool
    left: bool

    @property
    def act(self) -> Act | None:
        """The act that the words are about."""
        return self.one.release_act or self.one.act


@dataclass(frozen=True, slots=True)
class AuthorVerb:
    """The button in a conversation, or the note that its author is restricted."""

    url: str
    words: str
    standing: bool


def author_verb(message: Message, one: Restriction | None, *, may_decide: bool, query: str = "") -> AuthorVerb | None:
    """The button; None for our own messages, authors without an id, and people who do not moderate.

    `one`: the author's restriction, of `reading_of_restriction`.
    """
    if message.ours or not message.author_id:
        return None
    if one:
        words = f"Автор: {of_restriction(one)[1]}"
        if one.act is None or one.act.state in OUT:
            until = said_until(one.until, message.administration.time_zone)
            words = f"Автор ограничен {until}"
        return AuthorVerb(reverse("moderation:restriction", args=[one.pk]), words, standing=True)
    if not may_decide:
        return None
    return AuthorVerb(reverse("moderation:restrict", args=[message.pk]) + query, "Ограничить автора", standing=False)


def line_of(one: Restriction, *, zone: str, may_decide: bool) -> RestrictionLine:
    face, word = of_restriction(one)
    past = _is_over(one)
    return RestrictionLine(
        one=one,
        until=said_until(one.until, zone),
        face=face,
        word=word,
        past=past,
        may_release=may_decide and not past and not is_being_released(one),
        left=one.act is None or one.act.state not in CERTAINLY_UNSENT,
    )


@dataclass(frozen=True, slots=True)
class StepChoice:
    """A step of the ladder. `until`: when it would end, in words. `two`: another person confirms it.

    `limits`: it restricts the author. `harsher`: than the proposed one, which takes words.
    """

    value: str
    label: str
    until: str
    chosen: bool
    two: bool
    proposed: bool
    limits: bool
    harsher: bool


def step_choices(message: Message, proposed: str, chosen: str, zone: str) -> list[StepChoice]:
    """`proposed`: of `next_step`. The end is counted from now. One query."""
    moment, again = now(), was_restricted(message.account, message.author_id)
    steps = steps_of(message)
    return [
        StepChoice(
            value=step,
            label=STEP_NAMES[step],
            until=_end_in_words(step, moment, zone),
            chosen=step == (chosen or proposed),
            two=two_needed(step, again=again),
            proposed=step == proposed,
            limits=step != WARNING,
            harsher=steps.index(step) > steps.index(proposed),
        )
        for step in steps
    ]


def _end_in_words(step: str, moment: datetime, zone: str) -> str:
    if step == WARNING:
        return "скажете ответом, в сети ничего не меняется"
    end = end_of(Term(step), moment)
    return said_until(end, zone) if end else "смотрим снова раз в квартал"


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a text; `mark`: the program proposes because of it."""

    text: str
    mark: bool


def marked(message: Message) -> list[Piece]:
    """The present text cut at the words of the proposal."""
    proposal = _proposal(message)
    return marked_for(message, proposal.grounds if proposal else ())


def marked_for(message: Message, grounds: Collection[str]) -> list[Piece]:
    """The present text cut at the words that led to these of the proposed grounds."""
    proposal, text = _proposal(message), message.text
    spans = [one for one in proposal.spans if one["ground"] in grounds] if proposal else []
    wanted = [(one["start"], min(one["end"], len(text))) for one in spans]
    edges = sorted({0, len(text), *(edge for span in wanted for edge in span if edge <= len(text))})
    return [
        Piece(text[start:end], any(left <= start and end <= right for left, right in wanted))
        for start, end in pairwise(edges)
    ]


def pieces_of(of: Ruling | Restriction, words: str) -> list[Piece]:
    """The words of a decision, cut at those that led the program to its ground; whole if it proposed none, or all.

    Empty if there are no words.
    """
    cut = marked_for(of.message, (of.ground,)) if of.message and words == of.message.text else []
    if any(one.mark for one in cut) and not all(one.mark for one in cut):
        return cut
    return [Piece(words, mark=False)] if words else []


def proposals_in_words(message: Message) -> list[tuple[str, int]]:
    """Labels of the proposed grounds, the gravest first, and how sure the program is, in percent."""
    proposal = _proposal(message)
    if proposal is None:
        return []
    return [(str(one.label), round(100 * float(proposal.scores.get(one, 0)))) for one in by_gravity(proposal)]


def looks_like(message: Message) -> str:
    """«оскорбление»: what the program takes a comment for while nobody has decided; "" for nothing."""
    proposal = _proposal(message)
    if proposal is None or message.state != MessageState.NEW:
        return ""
    return LOOKS_LIKE[by_gravity(proposal)[0]]


def _proposal(message: Message) -> Proposal | None:
    """Of the present wording; None without a ground."""
    found: Proposal | None = getattr(message, "proposal", None)
    return found if found and found.ground and message.screened_at else None


type Grounds = list[tuple[str, str, bool, str, int, int]]


def ground_choices(message: Message, norms: Mapping[str, str], chosen: str) -> list[tuple[str, str, Grounds]]:
    """Grounds in two groups: value, label, whether chosen, norm, the program's percent (0: not proposed), the key."""
    sure = dict(proposals_in_words(message))
    allowed = grounds_for(message)
    of_page = tuple(one for one in Ground if one not in LAW)
    keys = list(Ground)  # as in the inbox
    groups = (
        ("Нарушает закон", "для комментариев и личных сообщений", LAW),
        ("Нарушает правила страницы", "только комментарии", of_page),
    )
    return [
        (
            title,
            said,
            [
                (one.value, one.label, one == chosen, norms[one], sure.get(str(one.label), 0), keys.index(one) + 1)
                for one in there
            ],
        )
        for title, said, there in groups
        if set(there) & set(allowed)
    ]


def done_steps(step: Step) -> list[tuple[str, datetime, str]]:
    """Name, hour and ground of what was done about the author before, the last three."""
    return [(STEP_NAMES[one.step], one.at, one.ground.lower()) for one in step.done[-3:]]


def wordings_of(evidence: Evidence) -> list[dict[str, Any]]:
    """Wordings; empty if the stored value is malformed, which is reported beside."""
    try:
        return [
            {"text": wording["text"]} | {name: datetime.fromisoformat(wording[name]) for name in ("at", "received_at")}
            for wording in evidence.wordings
        ]
    except (TypeError, ValueError, KeyError):
        return []


def chain_context(of: Ruling | Restriction, *, may_read: bool) -> dict[str, Any]:
    """What `moderation/_history.html` and `moderation/_talk.html` show: what happened, journal entries, the talk."""
    message = of.message if may_read else None
    talk = talk_facts(message, TALK) if message else []
    for line in talk:
        line["at"] = datetime.fromisoformat(line["at"])
        line["here"] = message is not None and line["comment_id"] == message.remote_id
    post = message.conversation.act.payload.get("text", "") if message and message.conversation.act else ""
    return {"history": history_of(of), "entries": entries_of(of), "talk": talk, "post_text": post}


def copy_context(of: Ruling | Restriction, url: str) -> dict[str, Any]:
    """What `moderation/_copy.html` shows to who may give a copy. One query."""
    copies = HandOver.objects.of(of.administration_id).filter(**{of.kind: of}).select_related("by")
    return {"copy_form": HandOverForm(), "copy_url": url, "copies": copies}


def keeping_context(of: Ruling | Restriction, url: str, *, may_hold: bool) -> dict[str, Any]:
    """What `moderation/_hold.html` shows. Two queries."""
    message = of.message
    if message is None:
        return {}
    return {
        "held": list(holds_of(message)),
        "erasure": Erasure.objects.of(of.administration_id).filter(message=message).select_related("request").first(),
        "hold_form": HoldForm() if may_hold else None,
        "hold_url": url,
    }


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of the evidence. `trouble`: why it is not shown; "" if its bytes are those received."""

    id: int
    sha256: str
    mime: str
    trouble: str


def shots_of(evidence: Evidence) -> list[Shot]:
    """Pictures of evidence, each hashed anew. One query."""
    pictures = pictures_of(evidence)
    ids = [one["id"] for one in pictures if isinstance(one.get("id"), int)]
    rows = MessagePicture.objects.of(evidence.administration_id).filter(pk__in=ids)
    there = dict(rows.values_list("pk", "sha256"))
    message = evidence.of.message
    gone = message is not None and Erasure.objects.of(evidence.administration_id).filter(message=message).exists()
    return [_shot(one, there.get(int(one.get("id") or 0), ""), gone=gone) for one in pictures]


def _shot(picture: dict[str, Any], there: str, *, gone: bool) -> Shot:
    sha256 = str(picture.get("sha256", ""))
    trouble = f"Снимок не получен: {picture.get('trouble', '')}"
    if sha256 and gone:
        trouble = "Снимок стёрт. Осталась контрольная сумма."
    elif sha256:
        trouble = trouble_of_picture(sha256) or ("" if there == sha256 else "Снимок подменён в базе, не показываем.")
    return Shot(int(picture.get("id") or 0), sha256, str(picture.get("mime", "")), trouble)


def _is_over(one: Restriction) -> bool:
    """As `authors.over`, without a query."""
    known = getattr(one, "past", None)
    if known is not None:
        return bool(known)
    lifted = one.release_act is not None and one.release_act.state in OUT
    by_itself = one.until is not None and one.until <= now() and not one.lifted_by_us
    never = one.act is not None and one.act.state == "cancelled"
    return one.ended_at is not None or by_itself or never or lifted
