"""A person takes a step about an author: warns, restricts, or asks a second person."""

from django.db import transaction
from django.db.models import QuerySet

from veche.inbox.models import Message
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.moderation.domain.authors import lock_authors, was_restricted
from veche.moderation.domain.evidence_integrity import object_of
from veche.moderation.domain.news import notify_of_second
from veche.moderation.domain.norms import norm_of
from veche.moderation.domain.restrict import check_restriction, restrict
from veche.moderation.domain.steps import checked_why, two_needed
from veche.moderation.domain.terms import begins, grounds_for
from veche.moderation.enums import WARNING
from veche.moderation.errors import ModerationError
from veche.moderation.models import AskedRestriction, AuthorWarning, Restriction
from veche.staff.compiled import compiled_once
from veche.staff.models import Administration, Person
from veche.staff.together import Reading


def take_step(
    *, message: Message, by: Person, ground: str, step: str, why: str = ""
) -> AuthorWarning | AskedRestriction | Restriction:
    """Warn, restrict, or ask a second person. Raises `ModerationError`, also for a harsher step without words."""
    if step == WARNING:
        return warn(message=message, by=by, ground=ground)
    if two_needed(step, again=was_restricted(message.account, message.author_id)):
        return ask(message=message, by=by, ground=ground, term=step, why=why)
    return restrict(message=message, by=by, ground=ground, term=step, why=why)


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
        words = checked_why(message, term, why)
        made: AskedRestriction = AskedRestriction.objects.create(
            administration_id=account.administration_id,
            account=account,
            author_id=message.author_id,
            message=message,
            ground=ground,
            term=term,
            why=words,
            by=by,
            **begins(account.administration),
        )
        facts = {"ground": str(ground), "term": str(term)}
        record(administration=account.administration, actor=by, verb="author.restriction_asked", obj=made, facts=facts)
        notify_of_second(made)
    return made


def confirm(*, asked: AskedRestriction, by: Person) -> Restriction:
    """The second person's yes: the author is restricted. Raises `ModerationError`."""
    with transaction.atomic():
        fresh = _open(asked)
        if fresh.by_id == by.pk:
            raise ModerationError("Подтверждает другой человек, не тот, кто попросил. Ничего не изменилось.")
        decided = {"ground": fresh.ground, "term": fresh.term, "why": fresh.why}
        made = restrict(message=fresh.message, by=fresh.by, **decided, second=by)
        _decide(fresh, by, "author.restriction_confirmed", restriction=made)
    return made


def refuse(*, asked: AskedRestriction, by: Person) -> None:
    """The second person's no, or taken back by who asked. Raises `ModerationError`."""
    with transaction.atomic():
        _decide(_open(asked), by, "author.restriction_refused")


def reading_of_asked(administration: Administration) -> Reading[list[AskedRestriction]]:
    """`asked_open`, to be read with other things."""
    return Reading(_asked_open.bind(administration), list)


@compiled_once
def _asked_open(administration: Administration) -> "QuerySet[AskedRestriction]":
    return asked_open(administration)


def asked_open(administration: Administration) -> "QuerySet[AskedRestriction]":
    """Those that wait for a second person, oldest first."""
    rows: QuerySet[AskedRestriction] = AskedRestriction.objects.of(administration).filter(decided_at=None)
    return rows.select_related("account", "message", "by").order_by("pk")


def _open(asked: AskedRestriction) -> AskedRestriction:
    lock_authors(asked.account)
    rows = AskedRestriction.objects.of(asked.administration_id).select_related("message__account", "account", "by")
    fresh: AskedRestriction = rows.select_related("administration").get(pk=asked.pk)
    if fresh.decided_at is not None:
        raise ModerationError("Об этом уже решили. Ничего не изменилось.")
    return fresh


def _decide(fresh: AskedRestriction, by: Person, verb: str, *, restriction: Restriction | None = None) -> None:
    fresh.decided_at, fresh.decided_by, fresh.restriction = now(), by, restriction
    fresh.next_notice_at = None
    fresh.save(update_fields=("decided_at", "decided_by", "restriction", "next_notice_at"))
    record(administration=fresh.administration, actor=by, verb=verb, obj=fresh)
