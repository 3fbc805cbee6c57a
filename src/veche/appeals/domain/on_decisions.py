"""The line on a decision's page: what its author was told."""

from django.urls import reverse

from veche.appeals.domain.send_notices import words_for_ban
from veche.appeals.domain.statement import unsaid
from veche.appeals.domain.tickets import ticket_of
from veche.appeals.enums import Channel
from veche.appeals.models import AppealSettings, Telling
from veche.moderation.domain.notices import Draft, Notice, add_to_bans_by, preview_by, read_notices_by
from veche.moderation.models import Restriction, Ruling
from veche.outbox.words import word_of


def notice_of(decision: Ruling | Restriction) -> Notice | None:
    """None for a restriction that somebody made in the network."""
    if isinstance(decision, Restriction) and decision.by_id is None:
        return None
    name = "appeals:notice" if isinstance(decision, Ruling) else "appeals:notice_of_restriction"
    return Notice(_words(decision), reverse(name, args=[decision.pk]))


def _words(decision: Ruling | Restriction) -> str:
    telling: Telling | None = getattr(decision, "telling", None)
    if telling is not None and telling.act is not None and telling.channel == Channel.POST:
        return f"Под записью, без имени, номера и кода: {word_of(telling.act)}."
    if telling is not None and telling.act is not None:
        return f"Номер и код {telling.get_channel_display()}: {word_of(telling.act)}."
    if (ticket := ticket_of(decision)) is not None:
        return f"Номер для жалобы {ticket.number} дали на странице уведомления."
    return f"Не сказали. {telling.why}" if telling is not None else "Пока не сказали."


def preview(draft: Draft) -> str:
    """The notice of a deletion without number and code; "" while the page for residents is closed."""
    city = draft.message.administration_id
    terms = AppealSettings.objects.of(city).filter(is_open=True).select_related("administration").first()
    return unsaid(draft, terms) if terms else ""


def register_notices() -> None:
    preview_by(preview)
    read_notices_by(notice_of)
    add_to_bans_by(words_for_ban)
