"""Views of the demo's past posts, as a network tells them day by day: at six in the evening more people look."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from veche.demo.city import City
from veche.kernel.clock import DAY, local, now
from veche.networks.protocol import Verb
from veche.outbox.domain.states import OUT
from veche.outbox.models import Act
from veche.publishing.models import PostFigures

# Networks that tell views, and how many people usually see a post there within a week.
READERS = {"vk": 2_400, "ok": 900}
# Of a week's views, what has come by the end of each of the eight days.
BY_DAY = (0.5, 0.7, 0.8, 0.87, 0.92, 0.96, 0.98, 1.0)
EVENING, MORE_IN_THE_EVENING = 18, 1.6


def write(city: City) -> None:
    """For posts that have been out for eight days: what the worker has kept of each day by then."""
    zone, before = city.administration.time_zone, now() - len(BY_DAY) * DAY
    posts = Act.objects.of(city.administration).filter(verb=Verb.PUBLISH, state__in=OUT, due_at__lt=before)
    dice = Random(1)  # noqa: S311 -- the views of a demo are no secret
    rows = [
        PostFigures(
            administration=city.administration,
            act=act,
            day=day,
            views=views,
            asked_at=act.due_at + timedelta(days=number),
            taken_at=act.due_at + timedelta(days=number),
        )
        for act in posts.filter(account__network__in=READERS).select_related("account").order_by("pk")
        for number, (day, views) in enumerate(_days(act, zone, dice))
    ]
    PostFigures.objects.bulk_create(rows)


def _days(act: Act, zone: str, dice: Random) -> Iterator[tuple[date, int]]:
    out = local(act.due_at, zone)
    more = MORE_IN_THE_EVENING if out.hour == EVENING else 1.0
    seen = READERS[act.account.network] * more * dice.uniform(0.7, 1.3)
    yield from ((out.date() + number * DAY, round(seen * share)) for number, share in enumerate(BY_DAY))
