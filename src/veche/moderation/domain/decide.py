"""One decision about the words and their author together: all of it is kept, or nothing."""

from dataclasses import dataclass

from django.db import transaction

from veche.inbox.models import Message
from veche.moderation.domain.decidable import NOTHING_SHOWN, RulingSnapshot, standing_of
from veche.moderation.domain.ladder import take_step
from veche.moderation.domain.rule import delete, keep
from veche.moderation.enums import NO_STEP, What
from veche.moderation.errors import ModerationError
from veche.moderation.models import AskedRestriction, AuthorWarning, Restriction, Ruling
from veche.staff.models import Person


@dataclass(frozen=True, slots=True)
class DecisionChoice:
    """What a person chose. `what`: "" where the words are gone already; `step`: `NO_STEP` leaves the author alone.

    Words that stay are no violation: then no step is taken about their author, whichever the page had marked.
    """

    what: str = ""
    ground: str = ""
    step: str = ""
    why: str = ""
    shown: RulingSnapshot = NOTHING_SHOWN


@dataclass(frozen=True, slots=True)
class Decided:
    """`ruling`: about the words; `made`: about the author."""

    ruling: Ruling | None
    made: AuthorWarning | AskedRestriction | Restriction | None


def decide(*, message: Message, by: Person, choice: DecisionChoice) -> Decided:
    """Decide about the words and the author in one transaction. Raises `ModerationError`; then nothing has changed."""
    with transaction.atomic():
        made = None
        if choice.step != NO_STEP and choice.what != What.STAY:
            made = take_step(message=message, by=by, ground=choice.ground, step=choice.step, why=choice.why)
        elif not choice.what:
            raise ModerationError("Выберите, что сделать. Ничего не изменилось.")
        return Decided(_about_the_words(message, by, choice, alone=made is None), made)


def _about_the_words(message: Message, by: Person, choice: DecisionChoice, *, alone: bool) -> Ruling | None:
    """Where a network restricts together with the comment (OK), that deletion is the ruling."""
    if choice.what == What.DELETE:
        fresh = Message.objects.of(message.administration_id).get(pk=message.pk)
        if not alone and fresh.state not in standing_of(fresh):
            return fresh.rulings.last()
        return delete(message=message, by=by, ground=choice.ground, shown=choice.shown)
    if choice.what == What.STAY and alone:
        return keep(message=message, by=by, shown=choice.shown)
    return None
