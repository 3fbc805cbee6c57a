"""Accounts that owe publications each for itself, and at which accounts items of the plan aim."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from veche.accounts.enums import Category
from veche.accounts.models import Account
from veche.accounts.order import by_network
from veche.kernel.clock import DAY, local, now
from veche.norm.models import Norm
from veche.plan.models import PlanItem
from veche.staff.compiled import compiled_once
from veche.staff.models import Administration
from veche.staff.together import Reading, read_together

# What a «визитка» owes while nobody has set another number: it lives, and that is all that is asked of it.
CARD_OWES = 1


@dataclass(frozen=True, slots=True)
class Owing:
    """An account. `opened_on`, `closed_on`: days of the city; None: not known, not closed."""

    pk: int
    title: str
    network: str
    category: str
    opened_on: date | None
    closed_on: date | None

    def owes_in(self, monday: date) -> bool:
        """Whether it was open the whole week: the week in which it is opened or closed asks nothing of it."""
        opened = self.opened_on is None or self.opened_on <= monday
        return opened and (self.closed_on is None or self.closed_on > monday + 6 * DAY)

    @property
    def is_card(self) -> bool:
        return self.category == Category.CARD


def number_of(norm: Norm, account: Owing) -> int:
    """How many publications a week this account owes; 0: none."""
    own: int | None = norm.numbers.get(str(account.pk))
    if own is not None:
        return own
    return min(CARD_OWES, norm.minimum) if account.is_card else norm.minimum


def owes(norm: Norm, account: Owing) -> Norm:
    """The norm as this account has it."""
    return Norm(
        administration_id=norm.administration_id,
        minimum=number_of(norm, account),
        categories=norm.categories,
        uncounted_formats=norm.uncounted_formats,
        reposts=norm.reposts,
        valid_from=norm.valid_from,
    )


def read_owing(
    administration: Administration, start: datetime, end: datetime
) -> tuple[list[Owing], list[tuple[int, int]]]:
    """Accounts that were open at some time between the moments, and the accounts of items planned for then. One
    query."""
    zone = administration.time_zone
    owing: Reading[list[Owing]] = Reading(
        _accounts.bind(administration, start), lambda rows: [_owing(row, zone) for row in rows]
    )
    aimed: Reading[list[tuple[int, int]]] = Reading(_aimed.bind(administration, start, end), list)
    accounts, items = read_together(owing, aimed)
    return accounts, items


def open_accounts(administration: Administration) -> list[Owing]:
    """The accounts that are open now. One query."""
    zone = administration.time_zone
    found = [_owing(row, zone) for row in _accounts(administration, now())]
    return [one for one in found if one.closed_on is None]


def _owing(row: tuple[int, str, str, str, date | None, datetime | None], zone: str) -> Owing:
    pk, title, network, category, opened_on, closed_at = row
    return Owing(pk, title, network, category, opened_on, local(closed_at, zone).date() if closed_at else None)


@compiled_once
def _accounts(administration: Administration, start: datetime) -> QuerySet[Account, Any]:
    rows = Account.objects.of(administration).filter(Q(closed_at=None) | Q(closed_at__gte=start))
    ordered = rows.order_by(by_network(), "title", "pk")
    return ordered.values_list("pk", "title", "network", "category", "opened_on", "closed_at")


@compiled_once
def _aimed(administration: Administration, start: datetime, end: datetime) -> QuerySet[PlanItem, Any]:
    planned = PlanItem.objects.of(administration).filter(cancelled_at=None, accounts__isnull=False)
    return planned.filter(publish_at__gte=start, publish_at__lt=end).order_by("pk").values_list("pk", "accounts")
