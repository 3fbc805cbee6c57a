"""What happened to one decision from the decision on, oldest first: calls, proofs, what was taken back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from veche.moderation.enums import RulingVerb
from veche.moderation.models import Restriction, Ruling
from veche.networks.registry import NETWORKS
from veche.outbox.enums import Outcome
from veche.outbox.models import Act, Attempt
from veche.outbox.words import word_of
from veche.staff.models import Person


@dataclass(frozen=True, slots=True)
class Event:
    """`who`: the person's name; "" for the program and the network. `detail`: what the network said."""

    at: datetime
    words: str
    who: str = ""
    detail: str = ""


def history_of(of: Ruling | Restriction) -> list[Event]:
    """Events of one decision, oldest first. Three queries, two more for each later decision about the comment."""
    if isinstance(of, Restriction):
        events = _of_restriction(of, NETWORKS[of.account.network].title)
    else:
        events = _of_ruling(of, NETWORKS[of.message.account.network].title)
    return sorted(events, key=lambda event: event.at)


def _of_ruling(of: Ruling, network: str) -> Iterator[Event]:
    yield Event(of.at, f"Решили удалить: {of.get_ground_display().lower()}", _name(of.person))
    if of.undone_at:
        yield Event(of.undone_at, "Отменили решение до отправки", _name(of.undone_by))
    yield from _of_act(of.act, network)
    rows = Ruling.objects.of(of.administration_id).filter(message=of.message_id, pk__gt=of.pk)
    for later in rows.select_related("person", "undone_by", "act__confirmed_by").order_by("pk"):
        yield Event(later.at, _later_words(later), _name(later.person))
        if later.undone_at:
            yield Event(later.undone_at, "Отменили это решение", _name(later.undone_by))
        yield from _of_act(later.act, network)


def _later_words(ruling: Ruling) -> str:
    if ruling.verb == RulingVerb.DELETE:
        return f"Снова решили удалить: {ruling.get_ground_display().lower()}"
    return "Решили вернуть" if ruling.verb == RulingVerb.RESTORE else "Решили: не нарушение"


def _of_restriction(of: Restriction, network: str) -> Iterator[Event]:
    if of.by is None:
        yield Event(of.at, "Заметили: автора ограничили в самой сети")
    elif of.second is None:
        yield Event(of.at, f"Решили ограничить автора: {of.get_ground_display().lower()}", _name(of.by))
    else:
        yield Event(of.at, f"Подтвердили ограничение, о котором попросил {of.by.display_name}", _name(of.second))
    yield from _of_act(of.act, network)
    if of.released_at:
        yield Event(of.released_at, "Сняли ограничение", _name(of.released_by))
    yield from _of_act(of.release_act, network)


def _of_act(act: Act | None, network: str) -> Iterator[Event]:
    if act is None:
        return
    for attempt in act.attempts.all():
        if attempt.called_at:
            yield Event(attempt.called_at, f"Отправили в сеть: {act.get_verb_display()}")
            yield from _answered(attempt, network, act.proven_at)
    if act.proven_at:
        yield _proven(act, act.proven_at)


def _proven(act: Act, at: datetime) -> Event:
    word = word_of(act).capitalize()
    if act.is_confirmed_by_person:
        return Event(at, word, _name(act.confirmed_by), act.reason)
    return Event(at, f"{word}: {act.proof_in_words}", detail=act.reason)


def _answered(attempt: Attempt, network: str, proven_at: datetime | None) -> Iterator[Event]:
    """An answer that is the proof is stored as proof just before the attempt counts as finished."""
    said = {Outcome.HAPPENED: "принято", Outcome.DID_NOT_HAPPEN: "не принято", Outcome.UNKNOWN: "нет ответа"}
    if attempt.outcome and attempt.finished_at:
        words = f"{network}: {said[Outcome(attempt.outcome)]}"
        yield Event(min(attempt.finished_at, proven_at or attempt.finished_at), words, detail=attempt.detail)


def _name(person: Person | None) -> str:
    return person.display_name if person else ""
