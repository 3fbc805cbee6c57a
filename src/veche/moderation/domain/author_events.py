"""Handle events about authors: they prove our own act, close a card, or record somebody else's restriction."""

from datetime import datetime, timedelta

from django.db import transaction

from veche.accounts.models import Account
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.moderation.domain.authors import SKEW, end_what_is_over, lock_authors, restrictions_of
from veche.moderation.models import Restriction
from veche.networks.protocol import AuthorReleased, AuthorRestricted
from veche.outbox.domain.results import confirm
from veche.outbox.domain.states import OUT
from veche.outbox.enums import Proof
from veche.outbox.models import Act

# Networks keep whole seconds, some of them minutes.
SAME_MOMENT = timedelta(minutes=2)


def author_restricted(*, account: Account, event: AuthorRestricted) -> Restriction | None:
    """Handle a restriction. None if it was known. The event may come twice and late."""
    if not event.author_id or (event.until and event.until <= now()):
        return None
    with transaction.atomic():
        owner = lock_authors(account)
        rows = restrictions_of(owner, event.author_id)
        end_what_is_over(rows)
        found = rows.filter(ended_at=None).first()
        if found is None:
            return None if _is_old(owner, event) else _by_somebody(owner, event)
        if event.at < found.at - SKEW:
            return None
        if found.act is not None and _is_to_be_proven(found.act):
            confirm(found.act, proof=Proof.EVENT, lease_until=None)
        _keep_term(found, event.until)
    return found


def author_released(*, account: Account, event: AuthorReleased) -> Restriction | None:
    """Handle a release. None if no restriction was in force."""
    with transaction.atomic():
        owner = lock_authors(account)
        rows = restrictions_of(owner, event.author_id)
        end_what_is_over(rows)
        found = rows.filter(ended_at=None).first()
        if found is None or event.at < found.at or (found.act is not None and found.act.state not in OUT):
            return None
        if found.until and not found.lifted_by_us and event.at >= found.until - SKEW:
            return _ended_by_itself(found)
        ours = found.release_act
        if ours is not None and _is_to_be_proven(ours):
            confirm(ours, proof=Proof.EVENT, lease_until=None)
        found.ended_at, found.released_at = now(), found.released_at or event.at
        found.save(update_fields=("ended_at", "released_at"))
        if ours is None:
            record(
                administration=owner.administration, actor=None, verb="author.released_elsewhere", obj=found, facts={}
            )
    return found


def _is_to_be_proven(act: Act) -> bool:
    return act.state not in OUT or act.is_confirmed_by_person


def _ended_by_itself(found: Restriction) -> Restriction:
    """Whether the term was over by the network's slightly faster clock."""
    found.ended_at = found.until
    found.save(update_fields=("ended_at",))
    return found


def _is_old(account: Account, event: AuthorRestricted) -> bool:
    """Whether the event is about a restriction of ours that has ended already."""
    ended = restrictions_of(account, event.author_id).filter(ended_at__gte=event.at - SKEW).exclude(act=None)
    return any(_same_term(_end_there(one), event.until) for one in ended)


def _by_somebody(account: Account, event: AuthorRestricted) -> Restriction:
    made = Restriction.objects.create(
        administration_id=account.administration_id,
        account=account,
        author_id=event.author_id[:64],
        author_name=event.author_name[:200],
        at=event.at,
        until=event.until,
    )
    record(administration=account.administration, actor=None, verb="author.restricted_elsewhere", obj=made, facts={})
    return made


def _end_there(one: Restriction) -> datetime | None:
    """When the restriction ends in the network; None if we lift it or it does not end."""
    return None if one.lifted_by_us else one.until


def _same_term(one: datetime | None, other: datetime | None) -> bool:
    return one == other or (one is not None and other is not None and abs(one - other) <= SAME_MOMENT)


def _keep_term(found: Restriction, until: datetime | None) -> None:
    """Store the term that a person chose in the network's own application."""
    if _same_term(_end_there(found), until):
        return
    found.until, found.lifted_by_us = until, False
    found.save(update_fields=("until", "lifted_by_us"))
    record(
        administration=found.administration, actor=None, verb="author.term_changed", obj=found, facts={"until": until}
    )
