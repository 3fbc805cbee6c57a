"""Which step comes next for an author of one account: warning → week → month → until reviewed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from veche.inbox.models import Message
from veche.kernel.bidi import one_line
from veche.kit.moments import date_and_year
from veche.moderation.domain.authors import restrictions_of
from veche.moderation.domain.terms import LENGTHS, terms_of
from veche.moderation.enums import WARNING, Term
from veche.moderation.errors import ModerationError
from veche.moderation.models import AuthorWarning, Restriction
from veche.outbox.enums import ActState

LONGEST_WHY: Final = 500
# From the mildest. A day is less than a week, which is the next step after a warning.
STEPS: Final = (WARNING, Term.DAY, Term.WEEK, Term.MONTH, Term.GOOD)
_NEXT: Final = {WARNING: Term.WEEK, Term.DAY: Term.WEEK, Term.WEEK: Term.MONTH}
STEP_NAMES: Final = {WARNING: "предупреждение"} | {term: str(term.label) for term in Term}


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was taken about the author here. `ground`: its label, "" if the network alone knows it."""

    at: datetime
    step: str
    ground: str


@dataclass(frozen=True, slots=True)
class Step:
    """`step`: what comes next; `why`: what was before, in words; `done`: all of that, the oldest first."""

    step: str
    why: str
    done: tuple[Done, ...] = ()


def steps_of(message: Message) -> tuple[str, ...]:
    """Steps that the network allows, the mildest first."""
    return (WARNING, *terms_of(message))


def next_step(message: Message) -> Step:
    """The step that the ladder proposes for the message's author. Two queries."""
    done = tuple(sorted(_before(message), key=lambda one: one.at))
    if not done:
        return Step(WARNING, "Раньше здесь не предупреждали и не ограничивали.")
    last = done[-1]
    why = f"Предыдущее: {STEP_NAMES[last.step]}, {date_and_year(last.at, message.administration.time_zone)}."
    wanted = STEPS.index(_NEXT.get(last.step, Term.GOOD))
    return Step(next(step for step in steps_of(message) if STEPS.index(step) >= wanted), why, done)


def two_needed(step: str, *, again: bool) -> bool:
    """Whether the step needs a second person. `again`: the author was restricted here before (`was_restricted`)."""
    return step == Term.GOOD or (again and step != WARNING)


def checked_why(message: Message, step: str, why: str) -> str:
    """`why` on one line. Raises `ModerationError` for a step that the network does not know, or a harsher one than the
    next without words that can be read."""
    if step not in steps_of(message):
        raise ModerationError("Выберите срок из тех, что знает эта сеть. Ничего не изменилось.")
    words = one_line(why)
    if len(words) > LONGEST_WHY:
        raise ModerationError(f"Почему строже: длиннее {LONGEST_WHY} знаков. Сократите. Ничего не изменилось.")
    proposed = next_step(message)
    if STEPS.index(step) > STEPS.index(proposed.step) and not words:
        raise ModerationError(
            f"Следующая ступень {STEP_NAMES[proposed.step]}. Строже можно, но напишите почему. Ничего не изменилось."
        )
    return words


def _before(message: Message) -> Iterator[Done]:
    """What was done about the author here."""
    account, author = message.account, message.author_id
    rows = AuthorWarning.objects.of(account.administration_id).filter(account=account, author_id=author)
    yield from (Done(one.at, WARNING, str(one.get_ground_display())) for one in rows)
    done = restrictions_of(account, author).exclude(act__state=ActState.CANCELLED)
    yield from (Done(one.at, one.term or _length(one), str(one.get_ground_display())) for one in done)


def _length(one: Restriction) -> str:
    """The term of a restriction for which none is stored: an old one, or one made in the network."""
    if one.until is None:
        return Term.GOOD
    lasts = one.until - one.at
    return next((term for term, length in LENGTHS.items() if lasts <= length), Term.MONTH)
