"""An item of the plan that came out past Veche: where, when, and how it stands among its networks."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from veche.accounts.models import Account
from veche.plan.models import PlanItem
from veche.publishing.domain.foreign_items import joined
from veche.publishing.domain.past_veche import PastVeche
from veche.publishing.domain.queries import Standing
from veche.publishing.models import ForeignPost
from veche.staff.compiled import compiled_once
from veche.staff.models import Administration
from veche.staff.together import Reading

PAST_VECHE = "past_veche"
type ByAccount = Mapping[int, PastVeche]


def came_past_veche(administration: Administration, items: Sequence[int]) -> Mapping[int, ByAccount]:
    """By item, then by account, the post that is the item. One query; none without items."""
    return reading_of_past_veche(administration, items).read()


def reading_of_past_veche(administration: Administration, items: Sequence[int]) -> Reading[Mapping[int, ByAccount]]:
    """`came_past_veche`, to be read with others."""

    def by_item(rows: list[Any]) -> Mapping[int, ByAccount]:
        found: dict[int, dict[int, PastVeche]] = {}
        for item, account, network, url, at in rows:
            found.setdefault(item, {}).setdefault(account, PastVeche(network, url, at))
        return found

    return Reading(_posts.bind(administration, [*items]) if items else None, by_item)


def with_past_veche(accounts: Sequence[Account], found: Sequence[Standing], past: ByAccount) -> list[Standing]:
    """`found` of `standings_of`, or none without a text, with what came out past Veche.

    What Veche has sent itself stands as it is. A post stays what it is in a network that the item was taken off later.
    """
    own = [*found] or [Standing(account.network, "idea") for account in accounts]
    here = [
        _out(past[account.pk]) if one.act is None and account.pk in past else one
        for account, one in zip(accounts, own, strict=True)
    ]
    aimed = {account.pk for account in accounts}
    return [*here, *(_out(one) for pk, one in past.items() if pk not in aimed)]


def _out(past: PastVeche) -> Standing:
    return Standing(past.network, PAST_VECHE, out=True, past=past)


def past_veche_in(item: PlanItem, accounts: Sequence[Account]) -> list[Standing]:
    """Networks of the item where it came out past Veche. One query."""
    past = came_past_veche(item.administration, [item.pk]).get(item.pk, {})
    return [one for one in with_past_veche(accounts, (), past) if one.past]


@compiled_once
def _posts(administration: Administration, items: list[int]) -> QuerySet[ForeignPost, Any]:
    """The first of each account first."""
    rows = joined(administration).filter(plan_item__pk__listed=items)
    return rows.order_by("posted_at", "pk").values_list("plan_item", "account", "account__network", "url", "posted_at")
