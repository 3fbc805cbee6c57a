"""For how long, for what, and what the resident will see of it: each network's own rules (clause 2.5)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.utils.formats import date_format

from veche.accounts.domain.abilities import ability_of
from veche.accounts.enums import NetworkSlug
from veche.accounts.models import Account
from veche.inbox.models import Message
from veche.kernel.clock import local
from veche.moderation.enums import LAW, Ground, Term
from veche.networks.protocol import Ability, Operation

LENGTHS: Final[Mapping[Term, timedelta]] = {
    Term.DAY: timedelta(days=1),
    Term.WEEK: timedelta(days=7),
    Term.MONTH: timedelta(days=30),
}
USUAL: Final = Term.WEEK
# OK blocks an author only in the call that deletes the comment, and knows no term; in MAX a person does it.
TAKES_THE_COMMENT: Final = frozenset({NetworkSlug.OK})
FOR_GOOD_ONLY: Final = frozenset({NetworkSlug.OK, NetworkSlug.MAX})
_BY_A_PERSON: Final[Mapping[Operation, frozenset[NetworkSlug]]] = {
    Operation.RESTRICT_AUTHOR: frozenset({NetworkSlug.MAX}),
    Operation.RELEASE_AUTHOR: frozenset({NetworkSlug.OK, NetworkSlug.MAX}),
}

# What the resident cannot do any more, what they are told, how it ends.
SEES: Final[Mapping[str, tuple[str, ...]]] = {
    NetworkSlug.VK: (
        "В VK человек не сможет комментировать и писать сообществу; читать сможет.",
        "VK покажет ему причину и срок.",
        "Когда срок выйдет, VK снимет ограничение сам.",
    ),
    NetworkSlug.TELEGRAM: (
        "В Телеграме человек не сможет писать в обсуждении канала; читать канал сможет.",
        "Причину Телеграм не показывает.",
        "Когда срок выйдет, Телеграм снимет ограничение сам.",
    ),
    NetworkSlug.OK: (
        "Одноклассники ограничивают только вместе с удалением этого комментария и только навсегда.",
        "Причину сеть не показывает.",
        "Снимают ограничение руками, в списке заблокированных.",
    ),
    NetworkSlug.MAX: (
        "В канале MAX подписчика ограничивает только человек и только навсегда: боту сеть этого не даёт.",
        "Причину сеть не показывает.",
        "Снимают ограничение тоже руками.",
    ),
}

# Who shows the resident our words (`notice`).
SHOWS_WHY: Final = frozenset({NetworkSlug.VK})


def grounds_for(message: Message) -> tuple[Ground, ...]:
    """All for a comment; for a private message what breaks the law alone (clause 2.5). Criticism is never one."""
    return LAW if getattr(message, "private", False) else tuple(Ground)


def terms_of(message: Message) -> tuple[Term, ...]:
    """Telegram bans a channel that comments in its own name (its number is negative) only for good."""
    network = message.account.network
    a_channel = network == NetworkSlug.TELEGRAM and message.author_id.startswith("-")
    return (Term.GOOD,) if a_channel or network in FOR_GOOD_ONLY else tuple(Term)


def end_of(term: Term, at: datetime) -> datetime | None:
    """None: for good."""
    return at + LENGTHS[term] if term in LENGTHS else None


def said_until(until: datetime | None, zone: str) -> str:
    """«до 2 декабря 2026, 12:00» or «навсегда»."""
    if until is None:
        return "навсегда"
    here = local(until, zone)
    return f"до {date_format(here, 'j E Y')}, {here.strftime('%H:%M')}"


def notice(ground: Ground, until: datetime | None, zone: str) -> str:
    """What the resident is told by a network that tells anything."""
    return f"Причина: {ground.label.lower()}. Писать здесь нельзя {said_until(until, zone)}."


def may_restrict(account: Account) -> Ability:
    return _able(account, Operation.RESTRICT_AUTHOR)


def may_release(account: Account) -> Ability:
    return _able(account, Operation.RELEASE_AUTHOR)


def _able(account: Account, operation: Operation) -> Ability:
    """What the passport of the key says; where no key has it, a person does it, asked or not."""
    ability = ability_of(account, operation)
    if ability.mode == "auto" and account.network in _BY_A_PERSON[operation]:
        return Ability("by_hand", f"{account.get_network_display()} делать это программе не даёт.")
    return ability
