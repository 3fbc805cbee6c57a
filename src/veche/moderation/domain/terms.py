"""For how long, for what, and what the resident will see of it: each network's own rules (clause 2.5)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
SEES: Final[Mapping[str, tuple[str | Promise, ...]]] = {
    NetworkSlug.VK: (
        gettext_lazy("В VK человек не сможет комментировать и писать сообществу; читать сможет."),
        gettext_lazy("VK покажет ему причину и срок."),
        gettext_lazy("Когда срок выйдет, VK снимет ограничение сам."),
    ),
    NetworkSlug.TELEGRAM: (
        gettext_lazy("В Телеграме человек не сможет писать в обсуждении канала; читать канал сможет."),
        gettext_lazy("Причину Телеграм не показывает."),
        gettext_lazy("Когда срок выйдет, Телеграм снимет ограничение сам."),
    ),
    NetworkSlug.OK: (
        gettext_lazy("Одноклассники ограничивают только вместе с удалением этого комментария и только навсегда."),
        gettext_lazy("Причину сеть не показывает."),
        gettext_lazy("Снимают ограничение руками, в списке заблокированных."),
    ),
    NetworkSlug.MAX: (
        gettext_lazy("В канале MAX подписчика ограничивает только человек и только навсегда: боту сеть этого не даёт."),
        gettext_lazy("Причину сеть не показывает."),
        gettext_lazy("Снимают ограничение тоже руками."),
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
        return _("навсегда")
    here = local(until, zone)
    return _("до %(day)s, %(hour)s") % {"day": date_format(here, "j E Y"), "hour": here.strftime("%H:%M")}


def notice(ground: Ground, until: datetime | None, zone: str) -> str:
    """What the resident is told by a network that tells anything."""
    return _("Причина: %(ground)s. Писать здесь нельзя %(until)s.") % {
        "ground": ground.label.lower(),
        "until": said_until(until, zone),
    }


def may_restrict(account: Account) -> Ability:
    return _able(account, Operation.RESTRICT_AUTHOR)


def may_release(account: Account) -> Ability:
    return _able(account, Operation.RELEASE_AUTHOR)


def _able(account: Account, operation: Operation) -> Ability:
    """What the passport of the key says; where no key has it, a person does it, asked or not."""
    ability = ability_of(account, operation)
    if ability.mode == "auto" and account.network in _BY_A_PERSON[operation]:
        return Ability(
            "by_hand", _("%(network)s делать это программе не даёт.") % {"network": account.get_network_display()}
        )
    return ability
