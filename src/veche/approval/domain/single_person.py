"""The single-person mode: one person may approve their own text, and each such sheet is reviewed."""

from django.db import transaction

from veche.approval.models import ApprovalSettings
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.staff.models import Administration, Person


def is_on(administration: Administration) -> bool:
    return ApprovalSettings.objects.of(administration).filter(single_person=True).exists()


def settings_of(administration: Administration) -> ApprovalSettings | None:
    found: ApprovalSettings | None = ApprovalSettings.objects.of(administration).select_related("by").first()
    return found


def switch(*, administration: Administration, by: Person, on: bool) -> None:
    """Switch the mode. Sheets that are open keep the mode in which they were asked."""
    with transaction.atomic():
        if is_on(administration) == on:
            return
        said = {"single_person": on, "by": by, "at": now()}
        row, _created = ApprovalSettings.objects.of(administration).update_or_create(
            administration=administration, defaults=said
        )
        verb = "approval.single_person_on" if on else "approval.single_person_off"
        record(administration=administration, actor=by, verb=verb, obj=row, facts={})
