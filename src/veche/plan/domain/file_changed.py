"""Change items of the plan as a file's rows say, and put them back when the file is taken out."""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import TYPE_CHECKING, Any

from veche.accounts.models import Account
from veche.plan.domain.begun import begun_among
from veche.plan.domain.file_changes import read_items
from veche.plan.domain.items import choose_accounts, describe_item, move_item
from veche.plan.errors import FileChanged
from veche.plan.models import PlanFile, PlanItem
from veche.staff.models import Administration, Department, Person

if TYPE_CHECKING:
    from veche.plan.domain.file_plan import JudgedRow

# What is stored of an item, before or after: hour, ids of its accounts and of its department.
type Values = Mapping[str, Any]


def lock_items(administration: Administration, numbers: Collection[int]) -> AbstractSet[int]:
    """Lock items until the transaction ends, and return their ids. Before the administration, because whoever begins a
    text locks its item first and then needs the administration's row."""
    items = PlanItem.objects.of(administration).select_for_update().filter(pk__in=numbers).order_by("pk")
    return set(items.values_list("pk", flat=True))


def change_items(*, by: Person, rows: Sequence["JudgedRow"], held: AbstractSet[int]) -> list[dict[str, Any]]:
    """Change the items of the rows; return what `put_items_back` needs. `held`: items of `lock_items`.

    Raises `FileChanged` if one is not what the preview has compared, or its text was begun meanwhile.
    """
    compared = {one.item.pk: one for one in rows if one.item is not None}
    items = read_items(by.administration, list(compared))
    if len(items) < len(compared) or not held >= compared.keys() or begun_among(by.administration, list(compared)):
        raise FileChanged
    changed = []
    for item in items:
        row = compared[item.pk]
        was, became = _values_of(item), _wanted(row)
        if row.item is None or item.cancelled_at is not None or _values_of(row.item) != was:
            raise FileChanged
        _set(item, by, {name: value for name, value in became.items() if value != was[name]})
        changed.append({"item": item.pk, "was": was, "became": was | became})
    return changed


def put_items_back(*, by: Person, file: PlanFile) -> bool:
    """Give the items that the file has changed their former values. False if one is no longer as the file left it; then
    nothing was written. The caller holds `lock_items`."""
    said = {one["item"]: one for one in file.changed}
    items = read_items(by.administration, list(said))
    if not _are_as_left(file, items):
        return False
    for item in items:
        was, became = said[item.pk]["was"], said[item.pk]["became"]
        _set(item, by, {name: value for name, value in was.items() if value != became[name]})
    return True


def are_as_left(file: PlanFile) -> bool:
    """Whether each item that the file has changed is still as the file left it, without a text."""
    return _are_as_left(file, read_items(file.administration, [one["item"] for one in file.changed]))


def _are_as_left(file: PlanFile, items: Sequence[PlanItem]) -> bool:
    left = {one["item"]: one["became"] for one in file.changed}
    if len(items) < len(left) or begun_among(file.administration, list(left)):
        return False
    return all(item.cancelled_at is None and _values_of(item) == left[item.pk] for item in items)


def _values_of(item: PlanItem) -> dict[str, Any]:
    accounts = sorted(account.pk for account in item.accounts.all())
    return {"publish_at": item.publish_at.isoformat(), "accounts": accounts, "department": item.department_id}


def _wanted(row: "JudgedRow") -> dict[str, Any]:
    """What the row names: an item keeps its networks and its department if the file names none."""
    said: dict[str, Any] = {"publish_at": row.moment.isoformat()}
    if row.names_networks:
        said["accounts"] = sorted(account.pk for account in row.accounts)
    return said | ({"department": row.department.pk} if row.department else {})


def _set(item: PlanItem, by: Person, values: Values) -> None:
    """By the verbs of the plan, so that each change stands in the journal and a move can be taken back alone."""
    city = item.administration
    if "publish_at" in values:
        move_item(item=item, by=by, publish_at=datetime.fromisoformat(values["publish_at"]), agreed=True)
    if "accounts" in values:
        choose_accounts(item=item, by=by, accounts=Account.objects.of(city).filter(pk__in=values["accounts"]))
    if "department" in values:
        department = Department.objects.of(city).filter(pk=values["department"]).first()
        describe_item(item=item, by=by, said={"department": department})
