"""Posts past Veche: those that are asked about, alarms that are open, and decided ones."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from veche.kernel.clock import now
from veche.publishing.domain.foreign import made_by_act
from veche.publishing.enums import ForeignVerdict
from veche.publishing.models import ForeignPost
from veche.staff.compiled import compiled_once
from veche.staff.models import Administration
from veche.staff.together import Reading

# How long a decided one is listed.
LISTED = timedelta(days=60)
type OpenPost = tuple[int, str, str, str, datetime]


def past_veche(administration: Administration) -> QuerySet[ForeignPost]:
    """Judged posts that no act has made, newest first."""
    rows: QuerySet[ForeignPost] = ForeignPost.objects.of(administration).filter(judged_at__isnull=False, act=None)
    return rows.filter(~made_by_act())


def undecided(administration: Administration) -> QuerySet[ForeignPost]:
    """Those that wait for a person's word."""
    return past_veche(administration).filter(verdict="", settled_at=None)


def strangers(administration: Administration) -> QuerySet[ForeignPost]:
    """Posts of which somebody said «не мы» and that nobody has dealt with."""
    return past_veche(administration).filter(verdict=ForeignVerdict.NOT_OURS, settled_at=None)


def decided(administration: Administration) -> QuerySet[ForeignPost]:
    """Recently decided ones, the alarms that are open aside."""
    rows = past_veche(administration).filter(settled_at__isnull=False, said_at__gte=now() - LISTED)
    return rows.order_by("-said_at", "-pk")


def reading_of_open(administration: Administration) -> Reading[list[OpenPost]]:
    """Undecided posts and open alarms, newest first: verdict and network among their columns."""
    return Reading(_open.bind(administration), list)


@compiled_once
def _open(administration: Administration) -> QuerySet[ForeignPost, OpenPost]:
    rows = past_veche(administration).filter(settled_at=None)
    return rows.values_list("pk", "verdict", "account__network", "account__title", "posted_at")
