"""What may not be erased: words that a court, the police or an appeal may still ask for."""

from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from veche.inbox.models import Message
from veche.journal.domain.record import record
from veche.kernel.bidi import one_line
from veche.kernel.clock import now, today
from veche.moderation.errors import ModerationError
from veche.moderation.models import LegalHold
from veche.staff.models import Administration, Person

LONGEST_REASON: Final = 300


def hold(*, message: Message, by: Person, reason: str, until: date | None = None, author: bool = False) -> LegalHold:
    """Keep the words of one message, or with `author` of all that its author wrote in the account.

    An equal hold in force is returned. Raises `ModerationError` without a reason that can be read.
    """
    words = one_line(reason)
    if not words or len(words) > LONGEST_REASON:
        raise ModerationError(
            f"Напишите, кто и почему просит хранить, до {LONGEST_REASON} знаков. Ничего не изменилось."
        )
    if until is not None and until < today(message.administration.time_zone):
        raise ModerationError("Этот день прошёл. Выберите другой или оставьте без даты. Ничего не изменилось.")
    if author and not message.author_id:
        raise ModerationError("Сеть не назвала автора. Запретите стирать одно это сообщение.")
    whose = {"account": message.account, "author_id": message.author_id} if author else {"message": message}
    with transaction.atomic():
        Message.objects.of(message.administration_id).select_for_update(of=("self",)).get(pk=message.pk)
        standing = in_force(message.administration).filter(**whose, until=until).first()
        if standing is not None:
            return standing
        made: LegalHold = LegalHold.objects.create(
            administration=message.administration, reason=words, until=until, at=now(), by=by, **whose
        )
        facts = {"until": until.isoformat() if until else "", "author": author}
        record(administration=message.administration, actor=by, verb="hold.set", obj=made, facts=facts)
    return made


def lift(*, hold: LegalHold, by: Person) -> None:
    """Let the words be erased when their term is over. A second press changes nothing."""
    with transaction.atomic():
        fresh = LegalHold.objects.of(hold.administration_id).select_for_update(of=("self",)).get(pk=hold.pk)
        if fresh.lifted_at is not None:
            return
        fresh.lifted_at, fresh.lifted_by = now(), by
        fresh.save(update_fields=("lifted_at", "lifted_by"))
        record(administration=fresh.administration, actor=by, verb="hold.lifted", obj=fresh)


def in_force(administration: Administration) -> "QuerySet[LegalHold]":
    day = today(administration.time_zone)
    rows: QuerySet[LegalHold] = LegalHold.objects.of(administration).filter(lifted_at=None)
    return rows.filter(Q(until=None) | Q(until__gte=day)).select_related("message", "account", "by")


def holds_of(message: Message) -> "QuerySet[LegalHold]":
    """Holds in force that keep this message."""
    own = Q(message=message)
    if message.author_id:
        own |= Q(account=message.account_id, author_id=message.author_id)
    return in_force(message.administration).filter(own)


def is_held(administration: Administration) -> Q:
    """Condition of messages: somebody holds them."""
    rows = in_force(administration).select_related(None).order_by()
    by_author = rows.filter(account=OuterRef("account"), author_id=OuterRef("author_id"))
    return Q(Exists(rows.filter(message=OuterRef("pk")))) | Q(Exists(by_author))
