"""Change the norm from a week on: weeks before it keep the norm that they had."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from django.db import transaction

from veche.journal.domain.record import record
from veche.kernel.clock import today, week_of
from veche.norm.enums import Reposts
from veche.norm.errors import NormError
from veche.norm.models import Norm
from veche.staff.models import Administration, Person


def set_norm(  # noqa: PLR0913 -- what a norm is
    *,
    administration: Administration,
    by: Person,
    minimum: int,
    categories: Sequence[str],
    since: date,
    uncounted_formats: Sequence[str] = (),
    reposts: Reposts = Reposts.APART,
    each: bool = False,
    numbers: Mapping[str, int] = MappingProxyType({}),
) -> Norm:
    """Set the norm from the Monday of `since` on. Raises `NormError` for a week that is over."""
    monday = week_of(since)[0]
    if monday < week_of(today(administration.time_zone))[0]:
        raise NormError("Эта неделя прошла, её норма не меняется. Выберите эту неделю или следующую.")
    said = {
        "minimum": minimum,
        "categories": list(categories),
        "uncounted_formats": list(uncounted_formats),
        "reposts": reposts,
        "each": each,
        "numbers": dict(numbers),
    }
    with transaction.atomic():
        norm, _ = Norm.objects.of(administration).update_or_create(
            valid_from=monday, defaults=said, create_defaults={**said, "administration_id": administration.pk}
        )
        # A later one would end this one again, which whoever sets it today cannot mean.
        Norm.objects.of(administration).filter(valid_from__gt=monday).delete()
        facts = {
            "minimum": minimum,
            "categories": list(categories),
            "uncounted_formats": list(uncounted_formats),
            "reposts": reposts,
            "counted": "each" if each else "together",
            "accounts": [int(account) for account in numbers],
            "numbers": list(numbers.values()),
            "since": monday.isoformat(),
        }
        record(administration=administration, actor=by, verb="norm.changed", obj=norm, facts=facts)
    return norm
