"""Which publications a pause holds, and the pause in force."""

from datetime import datetime

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from veche.networks.protocol import Verb
from veche.outbox.domain.queries import POST
from veche.outbox.enums import ActState
from veche.outbox.models import Act, Pause
from veche.staff.compiled import compiled_once, this_moment
from veche.staff.models import Administration
from veche.staff.together import Reading


def is_paused(administration: Administration | int) -> bool:
    return Pause.objects.of(administration).filter(ended_at=None).exists()


def is_held_by_pause(act: Act) -> bool:
    """Whether a pause in force holds this publication; nothing else is ever held by one. One query, or none."""
    if act.verb != Verb.PUBLISH:
        return False
    in_force = Pause.objects.of(act.administration_id).filter(ended_at=None)
    if act.let_through_id is not None:
        in_force = in_force.exclude(pk=act.let_through_id)
    return in_force.exists()


def under_pause() -> Q:
    """Filter for acts that a pause in force holds: publications that the head of press did not let through it."""
    in_force = Pause.objects.unscoped().filter(administration=OuterRef("administration"), ended_at=None)
    return Q(Exists(in_force), ~Exists(in_force.filter(pk=OuterRef("let_through"))), verb=Verb.PUBLISH)


def current_pause(administration: Administration) -> Pause | None:
    """The pause in force, with `by`; None if there is none. One query.

    `posts`: publications that wait, each counted once; `leaving`: those whose call had begun before it and cannot be
    stopped; `leaves_until`: when the last of them ends, whatever its outcome.
    """
    return reading_of_pause(administration).read()


def reading_of_pause(administration: Administration) -> Reading[Pause | None]:
    """`current_pause`, to be read with other things that each page shows."""
    return Reading(_pauses.bind(administration), lambda rows: next(iter(rows), None))


@compiled_once
def _pauses(administration: Administration) -> QuerySet[Pause]:
    acts = Act.objects.of(administration).filter(administration=OuterRef("administration"), verb=Verb.PUBLISH)
    kept = acts.filter(state=ActState.PAUSED, trial=False).order_by().values("administration")
    on_their_way = acts.filter(state=ActState.SENDING, lease_until__gte=this_moment(), let_through=None)
    leaving = on_their_way.order_by().values("administration")
    found: QuerySet[Pause] = (
        Pause.objects.of(administration)
        .filter(ended_at=None)
        .select_related("by")
        .annotate(
            posts=Coalesce(Subquery(kept.annotate(number=Count(POST, distinct=True)).values("number")), 0),
            leaving=Coalesce(Subquery(leaving.annotate(number=Count("pk")).values("number")), 0),
            leaves_until=Subquery(leaving.annotate(last=Max("lease_until")).values("last")),
        )
    )
    return found


def pauses_between(administration: Administration, start: datetime, end: datetime) -> list[Pause]:
    """Pauses that held publications at some moment from `start` to `end`, oldest first. One query."""
    running = Q(ended_at=None) | Q(ended_at__gt=start)
    return list(Pause.objects.of(administration).filter(running, since__lt=end).order_by("since", "pk"))
