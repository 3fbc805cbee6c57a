"""The score from which a ground is proposed in one account.

A person's choice precedes the program's own. Decisions move neither (offers.py).
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import Count

from veche.accounts.models import Account
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.moderation.domain.corrections import marks_of
from veche.moderation.enums import LAW, Ground
from veche.moderation.errors import ModerationError
from veche.moderation.models import Correction, Threshold
from veche.screening.corrections import corrected
from veche.screening.thresholds import DEFAULT, Thresholds
from veche.staff.models import Administration, Person


@dataclass(frozen=True, slots=True)
class Measure:
    """One ground in one account, in percent. `own`: the program's. `right`, `wrong`: judgements."""

    ground: Ground
    own: int
    chosen: int | None
    right: int
    wrong: int

    @property
    def percent(self) -> int:
        return self.own if self.chosen is None else self.chosen

    @property
    def marks(self) -> int:
        return self.right + self.wrong


def thresholds_of(account: Account) -> Thresholds:
    """Thresholds for the screening of comments in this account."""
    rows = Threshold.objects.of(account.administration_id).filter(account=account)
    chosen: dict[str, Any] = dict(rows.values_list("ground", "value"))
    marks = marks_of(account.administration_id, [account.pk]).get(account.pk, [])
    return replace(corrected(marks, str(account.pk)), **chosen)


def in_force(account: Account, ground: str) -> float:
    rows = Threshold.objects.of(account.administration_id).filter(account=account, ground=ground)
    value: float | None = rows.values_list("value", flat=True).first()
    return DEFAULT.of(ground) if value is None else value


def measures_of(administration: Administration, accounts: Collection[Account]) -> dict[int, list[Measure]]:
    """Measures by account id. Two queries, however many accounts."""
    numbers = [account.pk for account in accounts]
    rows = Threshold.objects.of(administration).filter(account__in=numbers)
    chosen = {(row.account_id, row.ground): row.value for row in rows}
    rulings = Correction.objects.of(administration).filter(account__in=numbers).order_by()
    counted = rulings.values("account", "ground", "violation").annotate(number=Count("pk"))
    said = {(one["account"], one["ground"], one["violation"]): one["number"] for one in counted}
    return {
        number: [
            Measure(
                ground=ground,
                own=_percent(DEFAULT.of(ground)) or 0,
                chosen=_percent(chosen.get((number, ground))),
                right=said.get((number, ground, True), 0),
                wrong=said.get((number, ground, False), 0),
            )
            for ground in Ground
        ]
        for number in numbers
    }


def choose(*, account: Account, by: Person, ground: Ground | str, value: float | None) -> bool:
    """Set a threshold; None restores the program's own. Existing proposals stay. Raises `ModerationError`.

    False: it would make a ground of the law quieter, which another person must ask for too (offers.ask). Nothing is
    changed then.
    """
    if ground not in Ground.values or (value is not None and not 0 < value <= 1):
        raise ModerationError("Нужно число от 0,01 до 1. Прежнее в силе.")
    after = DEFAULT.of(ground) if value is None else value
    with transaction.atomic():
        Account.objects.of(account.administration_id).select_for_update(of=("self",)).get(pk=account.pk)
        if ground in LAW and after > in_force(account, ground):
            return False
        apply(account=account, by=by, ground=ground, value=value)
    return True


def apply(
    *, account: Account, by: Person, ground: Ground | str, value: float | None, asked_by: Person | None = None
) -> None:
    """Store a threshold that its people agreed upon, with its entry."""
    with transaction.atomic():
        rows = Threshold.objects.of(account.administration_id).select_for_update()
        before = rows.filter(account=account, ground=ground).first()
        if (before.value if before else None) == value:
            return
        if value is None:
            rows.filter(account=account, ground=ground).delete()
        else:
            Threshold.objects.update_or_create(
                administration_id=account.administration_id,
                account=account,
                ground=ground,
                defaults={"value": value, "by": by, "at": now()},
            )
        facts = {
            "ground": str(ground),
            "percent": _percent(value),
            "before": _percent(before.value if before else None),
        }
        if asked_by is not None and asked_by != by:
            facts["asked"] = asked_by.pk
        record(administration=account.administration, actor=by, verb="threshold.changed", obj=account, facts=facts)


def _percent(value: float | None) -> int | None:
    return None if value is None else round(value * 100)
