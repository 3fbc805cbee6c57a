"""Which step comes next for an author of one account: warning → week → month → until reviewed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from veche.inbox.models import Message
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.kit.moments import date_and_year
from veche.moderation.domain.authors import lock_authors, restrictions_of, was_restricted
from veche.moderation.domain.evidence_integrity import object_of
from veche.moderation.domain.norms import norm_of
from veche.moderation.domain.restrict import check_restriction, restrict
from veche.moderation.domain.terms import LENGTHS, grounds_for, terms_of
from veche.moderation.enums import WARNING, Term
from veche.moderation.errors import ModerationError
from veche.moderation.models import AskedRestriction, AuthorWarning, Restriction
from veche.outbox.enums import ActState
from veche.staff.models import Administration, Person

# From the mildest. A day is less than a week, which is the next step after a warning.
STEPS: Final = (WARNING, Term.DAY, Term.WEEK, Term.MONTH, Term.GOOD)
_NEXT: Final = {WARNING: Term.WEEK, Term.DAY: Term.WEEK, Term.WEEK: Term.MONTH}
STEP_NAMES: Final = {WARNING: "предупреждение"} | {term: str(term.label) for term in Term}


@dataclass(frozen=True, slots=True)
class Step:
    """`step`: what comes next; `why`: what was before, in words."""

    step: str
    why: str


def steps_of(message: Message) -> tuple[str, ...]:
    """From the mildest, as far as the network knows them."""
    return (WARNING, *terms_of(message))


def next_step(message: Message) -> Step:
    """Two queries."""
    before = max(_before(message), default=None)
    if before is None:
        return Step(WARNING, "Раньше здесь не предупреждали и не ограничивали.")
    at, done = before
    why = f"Предыдущее: {STEP_NAMES[done]}, {date_and_year(at, message.administration.time_zone)}."
    wanted = STEPS.index(_NEXT.get(done, Term.GOOD))
    # Where the network knows no term, the next that it knows.
    return Step(next(step for step in steps_of(message) if STEPS.index(step) >= wanted), why)


def two_needed(step: str, *, again: bool) -> bool:
    """Whether another person confirms it. `again`: the author was restricted here before (`was_restricted`)."""
    return step == Term.GOOD or (again and step != WARNING)


def take_step(
    *, message: Message, by: Person, ground: str, step: str, why: str = ""
) -> AuthorWarning | AskedRestriction | Restriction:
    """Warn, restrict, or ask a second person. Raises `ModerationError`, also for a harsher step without words."""
    words = " ".join(why.split())[:500]
    _check_step(message, step, words)
    if step == WARNING:
        return warn(message=message, by=by, ground=ground)
    if two_needed(step, again=was_restricted(message.account, message.author_id)):
        return ask(message=message, by=by, ground=ground, term=step, why=words)
    return restrict(message=message, by=by, ground=ground, term=step)


def warn(*, message: Message, by: Person, ground: str) -> AuthorWarning:
    """Keep a warning; a second press is the first. The person says it in an answer. Raises `ModerationError`."""
    if message.ours or not message.author_id:
        raise ModerationError("Предупреждать некого: автора нет. Ничего не изменилось.")
    if ground not in grounds_for(message):
        raise ModerationError("Выберите основание: без него не предупреждают. Критика основанием не бывает.")
    with transaction.atomic():
        account = lock_authors(message.account)
        made, created = AuthorWarning.objects.of(account.administration_id).get_or_create(
            message=message,
            defaults={
                "administration_id": account.administration_id,
                "account": account,
                "author_id": message.author_id,
                "ground": ground,
                "norm": norm_of(account.administration_id, ground),
                "at": now(),
                "by": by,
            },
        )
        if created:
            facts = {"ground": str(ground)}
            record(
                administration=account.administration,
                actor=by,
                verb="author.warned",
                obj=object_of(message),
                facts=facts,
            )
    return made


def ask(*, message: Message, by: Person, ground: str, term: str, why: str = "") -> AskedRestriction:
    """Ask a second person; nothing goes to the network before. Raises `ModerationError`."""
    with transaction.atomic():
        account = lock_authors(message.account)
        check_restriction(message, ground, term)
        rows = AskedRestriction.objects.of(account.administration_id).filter(account=account, decided_at=None)
        if waiting := rows.filter(author_id=message.author_id).first():
            return waiting
        made: AskedRestriction = AskedRestriction.objects.create(
            administration_id=account.administration_id,
            account=account,
            author_id=message.author_id,
            message=message,
            ground=ground,
            term=term,
            why=why,
            at=now(),
            by=by,
        )
        facts = {"ground": str(ground), "term": str(term)}
        record(administration=account.administration, actor=by, verb="author.restriction_asked", obj=made, facts=facts)
    return made


def confirm(*, asked: AskedRestriction, by: Person) -> Restriction:
    """The second person's yes: the author is restricted. Raises `ModerationError`."""
    with transaction.atomic():
        fresh = _open(asked)
        if fresh.by_id == by.pk:
            raise ModerationError("Подтверждает другой человек, не тот, кто попросил. Ничего не изменилось.")
        made = restrict(message=fresh.message, by=fresh.by, ground=fresh.ground, term=fresh.term, second=by)
        _decide(fresh, by, "author.restriction_confirmed", restriction=made)
    return made


def refuse(*, asked: AskedRestriction, by: Person) -> None:
    """The second person's no, or taken back by who asked. Raises `ModerationError`."""
    with transaction.atomic():
        _decide(_open(asked), by, "author.restriction_refused")


def asked_open(administration: Administration) -> "QuerySet[AskedRestriction]":
    """Those that wait for a second person, oldest first."""
    rows: QuerySet[AskedRestriction] = AskedRestriction.objects.of(administration).filter(decided_at=None)
    return rows.select_related("account", "message", "by").order_by("pk")


def _check_step(message: Message, step: str, words: str) -> None:
    if step not in steps_of(message):
        raise ModerationError("Выберите срок из тех, что знает эта сеть. Ничего не изменилось.")
    proposed = next_step(message)
    if STEPS.index(step) > STEPS.index(proposed.step) and not words:
        raise ModerationError(
            f"Следующая ступень {STEP_NAMES[proposed.step]}. Строже можно, но напишите почему. Ничего не изменилось."
        )


def _before(message: Message) -> Iterator[tuple[datetime, str]]:
    """Hour and step of what was done about the author here."""
    account, author = message.account, message.author_id
    rows = AuthorWarning.objects.of(account.administration_id).filter(account=account, author_id=author)
    yield from ((at, WARNING) for at in rows.values_list("at", flat=True))
    done = restrictions_of(account, author).exclude(act__state=ActState.CANCELLED)
    yield from ((one.at, one.term or _length(one)) for one in done)


def _length(one: Restriction) -> str:
    """Of a restriction without a kept term: from before it was kept, or made in the network."""
    if one.until is None:
        return Term.GOOD
    lasts = one.until - one.at
    return next((term for term, length in LENGTHS.items() if lasts <= length), Term.MONTH)


def _open(asked: AskedRestriction) -> AskedRestriction:
    lock_authors(asked.account)
    rows = AskedRestriction.objects.of(asked.administration_id).select_related("message__account", "account", "by")
    fresh: AskedRestriction = rows.select_related("administration").get(pk=asked.pk)
    if fresh.decided_at is not None:
        raise ModerationError("Об этом уже решили. Ничего не изменилось.")
    return fresh


def _decide(fresh: AskedRestriction, by: Person, verb: str, *, restriction: Restriction | None = None) -> None:
    fresh.decided_at, fresh.decided_by, fresh.restriction = now(), by, restriction
    fresh.save(update_fields=("decided_at", "decided_by", "restriction"))
    record(administration=fresh.administration, actor=by, verb=verb, obj=fresh)
