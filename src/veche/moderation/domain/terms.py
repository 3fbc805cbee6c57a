"""For how long, for what, and what the resident will see of it: each network's own rules (clause 2.5)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from veche.accounts.domain.abilities import ability_of
from veche.accounts.models import Account
from veche.inbox.models import Message
from veche.kernel.clock import now
from veche.kit.moments import date_and_year, hour
from veche.moderation.enums import LAW, Ground, Term
from veche.networks.protocol import Ability, Operation
from veche.networks.registry import NETWORKS
from veche.requests.domain.deadlines import end_of_working_day, three_quarters
from veche.staff.models import Administration

# Within so many working days a second person says yes or no.
CONFIRM_DAYS: Final = 1
LENGTHS: Final[Mapping[Term, timedelta]] = {
    Term.DAY: timedelta(days=1),
    Term.WEEK: timedelta(days=7),
    Term.MONTH: timedelta(days=30),
}


def grounds_for(message: Message) -> tuple[Ground, ...]:
    """Grounds for deletion: all for a comment, only the unlawful ones for a private message (clause 2.5)."""
    return LAW if getattr(message, "private", False) else tuple(Ground)


def terms_of(message: Message) -> tuple[Term, ...]:
    """Terms to choose from, the shortest first.

    A day is left out where the network knows no end, because lifting the restriction takes another act or a person.
    """
    return tuple(term for term in Term if term != Term.DAY or not knows_no_end(message))


def knows_no_end(message: Message) -> bool:
    """Whether the network restricts this author only for good, so that Veche lifts the restriction at its end."""
    restriction = NETWORKS[message.account.network].restriction
    return restriction.for_good_only or restriction.always_for_good(message.author_id)


def sees_of(message: Message) -> tuple[str, ...]:
    """What the author will see, and how it ends."""
    restriction = NETWORKS[message.account.network].restriction
    if restriction.always_for_good(message.author_id):
        return (*restriction.sees[:2], f"Срока сеть здесь не знает: {said_lifting(message.account)}.")
    return restriction.sees


def said_lifting(account: Account) -> str:
    """Who lifts it on its last day where the network knows no end."""
    if may_release(account).mode == "auto":
        return "в последний день снимет Вече"
    return "в последний день Вече попросит снять карточкой"


def end_of(term: Term, at: datetime) -> datetime | None:
    """The moment at which the term ends; None if it does not end."""
    return at + LENGTHS[term] if term in LENGTHS else None


def begins(administration: Administration) -> dict[str, datetime]:
    """Fields of what waits for a second person: by the end of the next working day, with a reminder at 75 %."""
    moment = now()
    due = end_of_working_day(moment, CONFIRM_DAYS, administration)
    return {"at": moment, "due_at": due, "next_notice_at": three_quarters(moment, due, administration)}


def said_until(until: datetime | None, zone: str) -> str:
    """«до 2 декабря 2026, 12:00» or «до пересмотра»."""
    if until is None:
        return "до пересмотра"
    return f"до {date_and_year(until, zone)}, {hour(until, zone)}"


def notice(ground: Ground, until: datetime | None, zone: str) -> str:
    """What the resident is told by a network that tells anything."""
    return f"Причина: {ground.label.lower()}. Писать здесь нельзя {said_until(until, zone)}."


def may_restrict(account: Account) -> Ability:
    return _able(account, Operation.RESTRICT_AUTHOR)


def may_release(account: Account) -> Ability:
    return _able(account, Operation.RELEASE_AUTHOR)


def _able(account: Account, operation: Operation) -> Ability:
    """What the account's key may do, by its passport; by hand where no key of the network can."""
    ability = ability_of(account, operation)
    if ability.mode == "auto" and operation in NETWORKS[account.network].unsupported:
        return Ability("by_hand", f"{account.get_network_display()} делать это программе не даёт.")
    return ability
