"""The line on a decision's page: what its author was told."""

from django.urls import reverse

from veche.appeals.domain.tickets import ticket_of
from veche.moderation.domain.notices import Notice, read_notices_by
from veche.moderation.models import Restriction, Ruling


def notice_of(decision: Ruling | Restriction) -> Notice | None:
    """None for a restriction that somebody made in the network."""
    if isinstance(decision, Restriction) and decision.by_id is None:
        return None
    ticket = ticket_of(decision)
    name = "appeals:notice" if isinstance(decision, Ruling) else "appeals:notice_of_restriction"
    words = f"Номер для жалобы {ticket.number}." if ticket else "Номера для жалобы ещё не дали."
    return Notice(words, reverse(name, args=[decision.pk]))


def register_notices() -> None:
    read_notices_by(notice_of)
