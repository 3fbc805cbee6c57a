"""Occasions that no plan item covers, in the week and the month."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import Truncator

from veche.kernel.bidi import isolated
from veche.kit.moments import hour
from veche.plan.enums import OccasionKind
from veche.plan.models import Occasion
from veche.web.pages.entries import OCCASION_ICONS

# A hint says what it is about; its page says all.
MOST_OF_NOTE = 90


@dataclass(frozen=True, slots=True)
class Hint:
    """An occasion that no plan item covers."""

    pk: int
    title: str
    icon: str
    rest: str
    url: str
    page: str


def hint(one: Occasion, zone: str, day: date | None = None) -> Hint:
    query = urlencode({**({"day": day.isoformat()} if day else {}), "occasion": one.pk})
    when = hour(one.starts_at, zone) if one.starts_at and one.has_hour else ""
    whose = isolated(one.office.name) if one.office else ""
    about = one.note or (one.department.name if one.department else "") or ("" if whose else one.get_kind_display())
    return Hint(
        pk=one.pk,
        title=one.title,
        icon=OCCASION_ICONS[OccasionKind(one.kind)],
        rest=", ".join(
            part for part in (when, whose, isolated(Truncator(one.place or about).chars(MOST_OF_NOTE))) if part
        ),
        url=f"{reverse('plan:add')}?{query}",
        page=reverse("plan:occasion_page", args=[one.pk]),
    )
