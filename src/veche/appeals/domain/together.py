"""Close several waiting appeals of one kind with one answer, each in a transaction and a journal entry of its own.

Whoever took a decision, or agreed to it, leaves the appeals against it to another person here too; whoever decided
around the hour of one without a number opens it by itself.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from django.db.models import TextChoices

from veche.appeals.domain.decide import checked_reason, decide, dismiss
from veche.appeals.domain.list_page import PAGE
from veche.appeals.domain.near import near_own
from veche.appeals.domain.queries import with_decision
from veche.appeals.errors import AppealError
from veche.appeals.models import Appeal
from veche.staff.models import Administration, Person

MIXED: Final = (
    "Выбраны и жалобы на найденные решения, и те, где решения не нашли. Одного ответа на всех не выйдет: закройте "
    "сначала одни, потом другие."
)
NOTHING_LEFT: Final = "Закрывать нечего: эти жалобы уже решили или их решит другой сотрудник. Ваш текст на месте."
IS_DECIDED: Final = "её уже решили"
IS_OWN: Final = "решение ваше, решит другой сотрудник"
IS_NEAR_OWN: Final = "около этого часа удаляли и вы, откройте её отдельно"


class ClosingKind(TextChoices):
    """What becomes of the appeals: LOST are dismissed, of the others the decision stands."""

    LOST = "lost", "решения не нашли"
    STANDS = "stands", "решение оставим"


def chosen_among(administration: Administration, ids: Sequence[int]) -> list[Appeal]:
    """Those of the ids, the nearest term first; no more than a page of the list has."""
    rows = with_decision(Appeal.objects.of(administration).filter(pk__in=ids[:PAGE]))
    return list(rows.order_by("due_at", "pk"))


def kind_of(appeals: Iterable[Appeal]) -> ClosingKind | None:
    """Their kind by what is known of their decisions; None if they are of both."""
    kinds = {ClosingKind.STANDS if one.decision else ClosingKind.LOST for one in appeals}
    return kinds.pop() if len(kinds) == 1 else None


def whys_left(appeals: Collection[Appeal], by: Person) -> dict[int, str]:
    """By id: why this person does not close it here; "" if nothing prevents it. One query."""
    near = near_own([one for one in appeals if one.decision is None], by)
    return {one.pk: _why_left(one, by, near) for one in appeals}


def _why_left(appeal: Appeal, by: Person, near: Collection[int]) -> str:
    if not appeal.is_waiting:
        return IS_DECIDED
    if appeal.is_against(by.pk):
        return IS_OWN
    return IS_NEAR_OWN if appeal.pk in near else ""


def close_together(*, appeals: Collection[Appeal], by: Person, kind: ClosingKind | None, reason: str) -> int:
    """Close those that nothing prevents; returns how many. Raises `AppealError` if none was closed.

    `kind`: as the person saw it, None if they are of both, which is refused. An appeal whose decision a colleague has
    found meanwhile is left.
    """
    if kind is None:
        raise AppealError(MIXED)
    words = checked_reason(reason)
    left = whys_left(appeals, by)
    closed = sum(_close(one, by, kind, words) for one in appeals if not left[one.pk])
    if not closed:
        raise AppealError(NOTHING_LEFT)
    return closed


def _close(appeal: Appeal, by: Person, kind: ClosingKind, reason: str) -> bool:
    try:
        if kind == ClosingKind.LOST:
            dismiss(appeal=appeal, by=by, reason=reason)
        else:
            decide(appeal=appeal, by=by, overturn=False, reason=reason)
    except AppealError:
        return False
    return True
