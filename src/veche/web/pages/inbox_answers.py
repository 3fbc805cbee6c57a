"""What comments and private conversations share: answers, pictures, the counter, undoing a deletion."""

from dataclasses import dataclass
from math import ceil

from veche.inbox.domain.pictures import DRAWN
from veche.inbox.models import Answer, Message, MessagePicture
from veche.kernel.clock import now
from veche.kit.moments import spoken
from veche.moderation.domain.danger import Told
from veche.moderation.domain.restorable import why_not_restorable
from veche.moderation.models import Ruling
from veche.networks.registry import render_reply
from veche.outbox.domain.states import NEEDS_PERSON
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.outbox.words import word_of


@dataclass(frozen=True, slots=True)
class Counter:
    """Length of an answer as `render_reply` counts it, whose limits also hold for the call."""

    length: int
    limit: int
    unit: str
    problem: str


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
class InDanger:
    """What must be read at once, and whom we told."""

    what: str
    told: str


def undo_of(ruling: Ruling | None) -> Undo | None:
    """The deletion to undo; None without one. `ruling`: of `reading_of_undoable`."""
    if ruling is None or ruling.act is None:
        return None
    what = "Личное сообщение" if ruling.private else "Комментарий"
    return Undo(
        pk=ruling.pk,
        says=f"{what} ({ruling.get_ground_display().lower()}) удалим",
        seconds=max(ceil((ruling.act.due_at - now()).total_seconds()), 1),
        after=after_deletion(ruling.message),
    )


def danger_of(message: Message, told: Told | None) -> InDanger | None:
    """The danger found in a message; None without one. Reads `proposal` and `administration`."""
    proposal = getattr(message, "proposal", None)
    if proposal is None or not proposal.danger:
        return None
    return InDanger(proposal.get_danger_display(), _said_of_danger(told, message.administration.time_zone))


def _said_of_danger(told: Told | None, zone: str) -> str:
    if told is None:
        return "Никому не сообщали: написано до того, как Вече стало читать этот аккаунт."
    ways = [word for word, used in (("письмом", told.by_letter), ("через бота", told.by_bot)) if used]
    return f"Сообщили {spoken(told.at, zone)} {' и '.join(ways)}, без самих слов."


def after_deletion(message: Message) -> str:
    if message.private:
        return "Слова останутся в доказательстве."
    if why_not_restorable(message.account):
        return "Потом не вернуть."
    return "Потом можно вернуть."


def counter_of(network: str, text: str) -> Counter:
    drawn = render_reply(network, text)
    problems = [problem.sentence for problem in drawn.problems if problem.code != "empty"]
    return Counter(drawn.length, drawn.limit, drawn.unit, problems[0] if problems else "")


def shot_of(picture: MessagePicture) -> Shot:
    return Shot(picture.pk, bool(picture.sha256), picture.mime in DRAWN, picture.trouble)


def sent_of(made: Answer, zone: str, *, decidable: bool = True) -> Sent:
    choices = choices_of(made.act) if decidable else ()
    return Sent(made, spoken(made.created_at, zone), word_of(made.act), choices)


def choices_of(act: Act | None) -> tuple[tuple[str, str], ...]:
    """A person's choices for a stuck act: (value, button)."""
    if act is None or act.state not in NEEDS_PERSON:
        return ()
    if act.state == ActState.UNKNOWN:
        return ("seen", "Вижу, сделано"), ("absent", "Не сделано")
    return ("again", "Попробовать ещё раз"), ("drop", "Не нужно")
