"""Votes under our polls: read with a post's figures, told by an event, or typed in by a person where no network
counts for us."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from veche.accounts.models import Account
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.networks.polls import tidied
from veche.networks.protocol import Poll, PollCount, PollCounted, Verb
from veche.outbox.domain.states import OUT
from veche.outbox.models import Act
from veche.publishing.errors import PublishingError
from veche.publishing.models import PollResult
from veche.staff.models import Person

# Telegram keeps a poll open for a month; an update about an older one is about no poll that anybody asks about.
LOOK_BACK = timedelta(days=62)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer over all networks. `percent`: of the people, whole."""

    text: str
    votes: int
    percent: int


@dataclass(frozen=True, slots=True)
class Count:
    """The poll in one network. `result` None: not counted yet."""

    act: Act
    result: PollResult | None


@dataclass(frozen=True, slots=True)
class PollBoard:
    """A poll with its votes. `voters`: people who answered, over all networks that told."""

    question: str
    multiple: bool
    answers: Sequence[Answer]
    voters: int
    counts: Sequence[Count]
    closes_at: datetime | None

    @property
    def counted(self) -> list[Count]:
        return [count for count in self.counts if count.result is not None]

    @property
    def is_over(self) -> bool:
        """Whether nobody can vote any more, as far as we know."""
        if self.closes_at is not None:
            return self.closes_at <= now()
        return bool(self.counts) and all(count.result is not None and count.result.closed for count in self.counts)


def board_of(acts: Sequence[Act]) -> PollBoard | None:
    """The poll of published acts that were read with their results; None without a poll. No query."""
    asked = [act for act in acts if asked_in(act)]
    poll = asked_in(asked[0]) if asked else None
    if poll is None:
        return None
    counts = [Count(act, getattr(act, "poll_result", None)) for act in asked]
    return PollBoard(
        question=poll.question,
        multiple=poll.multiple,
        answers=_answers(poll.options, counts),
        voters=_voters(counts),
        counts=counts,
        closes_at=_closes_at(asked),
    )


def asked_in(act: Act) -> Poll | None:
    """The poll that the act published, as the network shows it. A correction carries it too, and publishes none."""
    told = act.payload.get("poll")
    if act.verb != Verb.PUBLISH or not told:
        return None
    open_for = timedelta(seconds=told["open_for"]) if told.get("open_for") else None
    return tidied(
        Poll(
            told["question"],
            tuple(told["options"]),
            multiple=bool(told.get("multiple")),
            anonymous=bool(told.get("anonymous", True)),
            open_for=open_for,
        )
    )


def _answers(options: Sequence[str], counts: Sequence[Count]) -> list[Answer]:
    known = [count.result for count in counts if count.result is not None]
    votes = [sum(result.votes[place] for result in known if place < len(result.votes)) for place in range(len(options))]
    whole = _voters(counts)
    return [Answer(text, number, percent(number, whole)) for text, number in zip(options, votes, strict=True)]


def percent(number: int, whole: int) -> int:
    return (200 * number + whole) // (2 * whole) if whole else 0


def _voters(counts: Sequence[Count]) -> int:
    return sum(people_of(count.result) for count in counts if count.result is not None)


def people_of(result: PollResult) -> int:
    """How many people answered; the number of votes where the network tells only that."""
    return result.voters if result.voters is not None else sum(result.votes)


def _closes_at(acts: Sequence[Act]) -> datetime | None:
    """The end of the poll that was published last; None if it has no end."""
    poll = asked_in(acts[0])
    return max(act.out_at for act in acts) + poll.open_for if poll and poll.open_for else None


def keep_counts(acts: Mapping[str, Act], counts: Mapping[str, PollCount]) -> None:
    """Store what a network counted, by its id of the post. Call it inside the transaction of the figures."""
    for number, count in counts.items():
        _keep(acts[number], count)


def _keep(act: Act, count: PollCount, poll_id: str = "") -> None:
    """Store a count that has a number for each answer; another one is of another poll."""
    poll = asked_in(act)
    if poll is None or len(count.votes) != len(poll.options):
        return
    told: dict[str, Any] = {
        "votes": list(count.votes),
        "voters": count.voters,
        "closed": count.closed,
        "taken_at": now(),
        "entered_by": None,
        "poll_id": poll_id,
    }
    owner = {"administration_id": act.administration_id}
    PollResult.objects.of(act.administration_id).update_or_create(
        act=act, defaults=told, create_defaults={**told, **owner}
    )


def poll_counted(*, account: Account, event: PollCounted) -> None:
    """Store an event's count. Of a poll that is not ours nothing is kept."""
    act = _by_id(account, event.poll_id) or _by_words(account, event)
    if act is not None:
        _keep(act, PollCount(event.votes, event.voters, event.closed), event.poll_id)


def _by_id(account: Account, poll_id: str) -> Act | None:
    rows = PollResult.objects.of(account.administration_id).filter(act__account=account, poll_id=poll_id)
    found = rows.select_related("act").first()
    return found.act if found else None


def _by_words(account: Account, event: PollCounted) -> Act | None:
    """The newest publication that asks the same and has no count under another number."""
    acts = Act.objects.of(account.administration_id).filter(
        account=account, verb=Verb.PUBLISH, state__in=OUT, due_at__gte=now() - LOOK_BACK
    )
    acts = acts.filter(payload__poll__isnull=False).exclude(poll_result__poll_id__gt="").order_by("-pk")
    return next((act for act in acts if _asks(act, event)), None)


def _asks(act: Act, event: PollCounted) -> bool:
    poll = asked_in(act)
    return poll is not None and (poll.question, poll.options) == (event.question, event.options)


def enter_count(*, act: Act, by: Person, votes: Sequence[int]) -> PollResult:
    """Keep what a person read in the network. Raises `PublishingError` if the network itself has counted."""
    poll = asked_in(act)
    if poll is None or act.state not in OUT or len(votes) != len(poll.options):
        raise PublishingError("Опроса с такими ответами в этой сети нет. Откройте страницу заново.")
    with transaction.atomic():
        known = PollResult.objects.of(act.administration_id).select_for_update().filter(act=act).first()
        if known and known.entered_by_id is None:
            raise PublishingError("Сеть уже посчитала сама: её числа на странице. Ваши не записали.")
        told: dict[str, Any] = {"votes": list(votes), "taken_at": now(), "entered_by": by}
        owner = {"administration_id": act.administration_id}
        result, _new = PollResult.objects.of(act.administration_id).update_or_create(
            act=act, defaults=told, create_defaults={**told, **owner}
        )
        facts = {"network": act.account.network, "votes": list(votes)}
        record(administration=act.administration, actor=by, verb="publishing.poll_counted", obj=act, facts=facts)
    return result
