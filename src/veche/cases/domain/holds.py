"""What may not be erased because it belongs to a case: a court or the police may still ask for it."""

from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from veche.cases.errors import CaseError
from veche.cases.models import Case, CaseHold
from veche.journal.domain.record import record
from veche.kernel.bidi import one_line
from veche.kernel.clock import now, today
from veche.staff.models import Administration, Person

LONGEST_REASON: Final = 300


def hold(*, case: Case, by: Person, reason: str, until: date | None = None) -> CaseHold:
    """Keep the words of a case, open or over. An equal hold in force is returned. Raises `CaseError`."""
    words = one_line(reason)
    if not words or len(words) > LONGEST_REASON:
        raise CaseError(f"Напишите, кто и почему просит хранить, до {LONGEST_REASON} знаков. Ничего не изменилось.")
    city = case.administration
    if until is not None and until < today(city.time_zone):
        raise CaseError("Этот день прошёл. Выберите другой или оставьте без даты. Ничего не изменилось.")
    with transaction.atomic():
        Case.objects.of(city).select_for_update(of=("self",)).get(pk=case.pk)
        standing: CaseHold | None = in_force(city).filter(case=case, until=until).first()
        if standing is not None:
            return standing
        made: CaseHold = CaseHold.objects.create(
            administration=city, case=case, reason=words, until=until, at=now(), by=by
        )
        facts = {"until": until.isoformat() if until else ""}
        record(administration=city, actor=by, verb="case.held", obj=case, facts=facts)
    return made


def lift(*, hold: CaseHold, by: Person) -> None:
    """Let the words be erased when their term is over. A second press changes nothing."""
    with transaction.atomic():
        rows = CaseHold.objects.of(hold.administration_id).select_for_update(of=("self",))
        fresh = rows.select_related("case", "administration").get(pk=hold.pk)
        if fresh.lifted_at is not None:
            return
        fresh.lifted_at, fresh.lifted_by = now(), by
        fresh.save(update_fields=("lifted_at", "lifted_by"))
        record(administration=fresh.administration, actor=by, verb="case.hold_lifted", obj=fresh.case)


def in_force(administration: Administration) -> "QuerySet[CaseHold]":
    rows: QuerySet[CaseHold] = CaseHold.objects.of(administration).filter(lifted_at=None)
    return rows.filter(Q(until=None) | Q(until__gte=today(administration.time_zone)))


def holds_of(case: Case) -> list[CaseHold]:
    return list(in_force(case.administration).filter(case=case).select_related("by"))
