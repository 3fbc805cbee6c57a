"""Who has a comment or a private talk open, or is writing an answer, so that two do not do one work unknowingly.

The journal is not told; each person costs a write every twenty seconds at most. Opening a page notes nothing: the page
tells it every half minute while it is in view, and with the first letter.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from django.db.models import QuerySet

from veche.inbox.models import AtWork, Message
from veche.kernel.clock import now
from veche.staff.compiled import compiled_once, this_moment
from veche.staff.models import Administration, Person
from veche.staff.together import Reading

WRITE_EVERY = timedelta(seconds=20)
# Whoever was seen longer ago has left; whoever wrote longer ago has stopped.
LEFT_AFTER = timedelta(seconds=90)


class Colleague(NamedTuple):
    """`minutes`: for how long."""

    name: str
    minutes: int
    writes: bool

    @property
    def words(self) -> str:
        """«Отвечает сейчас: Анна, 2 мин»."""
        ago = f"{self.minutes} мин" if self.minutes else "меньше минуты"
        return f"{'Отвечает сейчас' if self.writes else 'Сейчас открыто'}: {self.name}, {ago}"

    @property
    def briefly(self) -> str:
        """For a line of the list."""
        return f"{'отвечает' if self.writes else 'открыто'}: {self.name}"


def record_at_work(*, message: Message, by: Person, writes: bool) -> None:
    """Note that the person is there, and whether they write."""
    moment, about = now(), _about(message)
    rows = AtWork.objects.of(message.administration_id)
    mine = rows.filter(**about, person=by).first()
    if mine is None:
        rows.filter(seen_at__lt=moment - LEFT_AFTER).delete()
        rows.get_or_create(
            administration_id=message.administration_id,
            person=by,
            **about,
            defaults={"since": moment, "seen_at": moment, "wrote_at": moment if writes else None},
        )
        return
    fresh = moment - mine.seen_at < WRITE_EVERY
    if fresh and (not writes or (mine.wrote_at is not None and moment - mine.wrote_at < WRITE_EVERY)):
        return
    mine.since = mine.since if moment - mine.seen_at < LEFT_AFTER else moment
    mine.seen_at, mine.wrote_at = moment, moment if writes else mine.wrote_at
    mine.save(update_fields=("since", "seen_at", "wrote_at"))


def _about(message: Message) -> dict[str, int | None]:
    """A private talk is one work, whichever of its messages stands open."""
    return {"conversation_id": message.conversation_id, "message_id": None if message.private else message.pk}


def others_at_work(message: Message, person: Person) -> Sequence[Colleague]:
    """Who else is there. One query."""
    return reading_of_at_work(message.administration, [message], person).read().get(message.pk, [])


def reading_of_at_work(
    administration: Administration, messages: Sequence[Message], person: Person
) -> Reading[Mapping[int, Sequence[Colleague]]]:
    """Colleagues at each message by its id, whoever writes first."""

    def found(rows: list[AtWork]) -> Mapping[int, Sequence[Colleague]]:
        there: dict[int, list[Colleague]] = {}
        for message in messages:
            about = _about(message)
            there[message.pk] = [
                _colleague(row)
                for row in rows
                if (row.conversation_id, row.message_id) == (about["conversation_id"], about["message_id"])
                and row.person_id != person.pk
            ]
        return {pk: sorted(some, key=lambda one: not one.writes) for pk, some in there.items() if some}

    talks = sorted({message.conversation_id for message in messages})
    return Reading(_at_work.bind(administration.pk, talks) if talks else None, found)


def _colleague(row: AtWork) -> Colleague:
    moment = now()
    writes = row.wrote_at is not None and moment - row.wrote_at < LEFT_AFTER
    return Colleague(row.person.display_name, int((moment - row.since).total_seconds() // 60), writes)


@compiled_once
def _at_work(city: int, talks: list[int]) -> "QuerySet[AtWork]":
    rows: QuerySet[AtWork] = AtWork.objects.of(city).filter(
        conversation__pk__listed=talks, seen_at__gt=this_moment() - LEFT_AFTER
    )
    return rows.select_related("person").order_by("pk")
