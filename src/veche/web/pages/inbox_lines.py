"""Parts of the inbox: lines of the queue, marked words, sentences about a comment's fate."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.urls import reverse

from veche.inbox.domain.at_work import Colleague
from veche.inbox.domain.same import Shared
from veche.inbox.enums import MessageState
from veche.inbox.models import Hold, Message
from veche.kit.moments import briefly
from veche.moderation.domain.gravity import by_gravity
from veche.moderation.domain.queries import Show
from veche.moderation.models import Proposal
from veche.morphology.numerals import form
from veche.outbox.domain.states import NEEDS_PERSON
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.outbox.words import word_of
from veche.search.domain.question import Part, Question, excerpt
from veche.web.pages.inbox_besides import Besides
from veche.web.pages.inbox_filter import InboxFilter

LINE = 160
OPEN = (MessageState.NEW, MessageState.ANSWERED)
# What a line says under a post that does not stand any more.
NO_POST = {
    "withdrawn": "запись сняли, ответа не ждут",
    "gone": "записи нет в сети, ответа не ждут",
}

ASK = (
    "%(people)d человек спрашивает об одном",
    "%(people)d человека спрашивают об одном",
    "%(people)d человек спрашивают об одном",
)
WRITE = (
    "%(people)d человек пишет об одном",
    "%(people)d человека пишут об одном",
    "%(people)d человек пишут об одном",
)
_THANKS = re.compile(r"\b(?:спасиб|благодар)", re.IGNORECASE)
_COMPLAINS = re.compile(r"\b(?:не|нет|ни|без|опять|снова|никак|когда|почему|хватит)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    mark: bool


@dataclass(frozen=True, slots=True)
class InboxLine:
    """`face`: a state of `web.faces`, "proposed" or "stuck".

    `words`: the text or a part of it, the words looked for apart. `same`: the number of people with the same
    text, `same_url`: their comments. `held`: who works on it, or has it open.
    """

    message: Message
    name: str
    url: str
    when: str
    words: Sequence[Part]
    face: str
    says: str
    here: bool
    same: str
    same_url: str
    held: str


def line_of(message: Message, filters: InboxFilter, *, zone: str, chosen: int | None, besides: Besides) -> InboxLine:
    face, says = _fate(message)
    return InboxLine(
        message=message,
        name=message.author,
        url=reverse("web:message", args=[message.pk]) + filters.query + ("#newest" if message.private else ""),
        when=briefly(message.at, zone),
        words=_words(message, filters.question),
        face=face,
        says=says,
        here=message.pk == chosen,
        same=same_of(message, besides.people, post_stands=not message.post_fate),  # type: ignore[attr-defined] # annotated
        same_url=same_url(message.same_as_id) if message.same_as_id else "",
        held=_held(besides.work.holds.get(message.pk), filters) or _at_work(besides.work.at_work.get(message.pk, ())),
    )


def _held(hold: Hold | None, filters: InboxFilter) -> str:
    if hold is None:
        return ""
    return (
        "взяли вы" if filters.reader and hold.person_id == filters.reader.pk else f"взято: {hold.person.display_name}"
    )


def _at_work(colleagues: Sequence[Colleague]) -> str:
    return ", ".join(one.briefly for one in colleagues)


def _words(message: Message, question: Question | None) -> Sequence[Part]:
    """The found words with their surroundings; without a search the beginning of the text."""
    if message.private and message.state == MessageState.DELETED:
        return [Part("сообщение удалено")]
    found = excerpt(message.text, question, most=LINE) if question else []
    return found or [Part(shortened(message.text) or "снимок без слов")]


def same_of(message: Message, people: Mapping[int, Shared], *, post_stands: bool) -> str:
    """«12 человек спрашивают об одном», if the comment waits for an answer.

    Not for comments proposed for deletion, as a pasted threat or advertisement is no shared concern, and not for
    thanks.
    """
    if message.same_as_id is None or message.state != MessageState.NEW or not post_stands:
        return ""
    if proposal_of(message) or is_thanks(message.text):
        return ""
    return people_ask(people.get(message.same_as_id))


def same_url(first: int) -> str:
    """The URL of all comments with the same text."""
    return f"{reverse('web:inbox')}?show={Show.ALL}&same={first}"


def is_thanks(text: str) -> bool:
    """Thanks without a question or a complaint: «Подвоз был, спасибо»."""
    return "?" not in text and bool(_THANKS.search(text)) and not _COMPLAINS.search(text)


def people_ask(shared: Shared | None) -> str:
    """The words for several people; "" for one."""
    if shared is None or shared.people < 2:
        return ""
    said = form(shared.people, *(ASK if shared.asks else WRITE))
    return said % {"people": shared.people}


def shortened(text: str) -> str:
    return text if len(text) <= LINE else text[:LINE].rsplit(" ", 1)[0] + "…"


def spans_of(proposal: Proposal | None, *grounds: str) -> list[tuple[int, int]]:
    """Spans of words that led to these grounds, by default to all proposed ones."""
    if proposal is None:
        return []
    wanted = grounds or proposal.grounds
    return [(found["start"], found["end"]) for found in proposal.spans if found["ground"] in wanted]


def pieces_of(text: str, spans: Sequence[tuple[int, int]]) -> list[Piece]:
    """The text cut at the spans; spans outside it (of an older wording) are ignored."""
    marked = sorted((max(start, 0), min(end, len(text))) for start, end in spans)
    edges = sorted({0, len(text), *(edge for span in marked for edge in span if edge <= len(text))})
    pieces = [
        Piece(text[start:end], any(left <= start and end <= right for left, right in marked))
        for start, end in pairwise(edges)
    ]
    return pieces or [Piece(text, mark=False)]


def words_of(text: str, spans: Sequence[tuple[int, int]]) -> list[str]:
    """The words at these spans, each once, in the order of the text."""
    found = (text[start:end].strip() for start, end in spans)
    return list(dict.fromkeys(word for word in found if word))


def proposal_of(message: Message) -> Proposal | None:
    """The proposal for the present wording; None without a ground."""
    found: Proposal | None = getattr(message, "proposal", None)
    return found if found and found.ground and message.screened_at else None


def danger_in(message: Message) -> str:
    """«похоже на угрозу»; "" if no danger was found in the present wording."""
    found: Proposal | None = getattr(message, "proposal", None)
    if found is None or not found.danger or not message.screened_at:
        return ""
    said = found.get_danger_display()
    return said[:1].lower() + said[1:]


def stuck_act(message: Message) -> Act | None:
    """The act of the last ruling or an answer that waits for a person."""
    return next((act for act in _acts(message) if act.state in NEEDS_PERSON), None)


def held_act(message: Message) -> Act | None:
    """The act of the last ruling or an answer that waits for the end of a freeze."""
    return next((act for act in _acts(message) if act.state == ActState.STOPPED), None)


def _acts(message: Message) -> list[Act]:
    """Acts, without those of answers whose post no longer exists, which never leave."""
    last = message.standing[-1:]  # type: ignore[attr-defined] # prefetched by moderation's queue
    answers = [] if message.post_fate else list(message.answers.all())  # type: ignore[attr-defined] # annotated there
    return [ruling.act for ruling in last if ruling.act] + [answer.act for answer in answers]


def _fate(message: Message) -> tuple[str, str]:
    if act := stuck_act(message):
        return "stuck", word_of(act)
    if message.talk_stuck:  # type: ignore[attr-defined] # annotated by moderation's queue
        return "stuck", "ответ не дошёл, решите"
    if act := held_act(message):
        return ActState.STOPPED, word_of(act)
    if message.state in OPEN and message.post_fate:  # type: ignore[attr-defined] # annotated by moderation's queue
        return message.post_fate, str(NO_POST[message.post_fate])  # type: ignore[attr-defined]
    if message.state in OPEN and (danger := danger_in(message)):
        return "danger", danger
    return _proposed(message) or (message.state, "")


def _proposed(message: Message) -> tuple[str, str] | None:
    proposal = proposal_of(message)
    if proposal and message.is_proposed:  # type: ignore[attr-defined] # annotated by moderation's queue
        gravest, *others = by_gravity(proposal)
        percent = round(100 * proposal.scores.get(gravest, 0.0))
        said = [f"{gravest.label.lower()} {percent}\N{NO-BREAK SPACE}%", *(one.label.lower() for one in others)]
        return "proposed", f"предложено: {', '.join(said)}"
    return None
