"""kill -9 at each point of a first comment's act, which the program plans once its post stands: each is said once."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.chaos.city import Tally, count
from tests.chaos.true_state import Wall
from tests.chaos.worker import POINTS
from tests.chaos.worker_processes import Crew, wait_for_death
from tests.waiting import wait_until

if TYPE_CHECKING:
    from veche.outbox.models import Act

SETTLE_SECONDS = 300.0


def kills_at_points(city: Wall, log: Path, *, posts: int) -> Iterator[tuple[str, Tally]]:
    """`posts` for each point. A second look for posts without a comment plans none twice."""
    from veche.publishing.domain.first_comment import plan_first_comments

    for point in POINTS:
        texts = [f"Точка {point}, комментарий {number}" for number in range(posts)]
        with Crew(log) as crew:
            acts = _standing(city, crew, [f"Запись: {text}" for text in texts])
            _agree(city, acts, texts)
            wait_until(partial(_plan, texts), seconds=SETTLE_SECONDS)
            plan_first_comments()
            ids = _planned(texts)
            if not wait_for_death(crew.fork(CHAOS_DIE_AT=point), 30):
                raise SystemExit(f"no worker died at {point}")
            fresh = crew.fork()
            city.wait_until_settled(ids, seconds=SETTLE_SECONDS)
            crew.end(fresh)
        said = Counter(one["text"] for one in city.shown("comments") if not one["deleted"])
        yield point, count(said, texts, [pk in city.asked for pk in ids])


def _standing(city: Wall, crew: Crew, texts: Sequence[str]) -> "list[Act]":
    """Posts that are out, by a worker that nobody kills."""
    from veche.outbox.models import Act

    worker = crew.fork()
    ids = city.plan([*texts])
    city.wait_until_settled(ids, seconds=SETTLE_SECONDS)
    crew.end(worker)
    return list(Act.objects.unscoped().filter(pk__in=ids).order_by("pk"))


def _agree(city: Wall, acts: "Sequence[Act]", texts: Sequence[str]) -> None:
    """Write versions with these comments and say that the acts are their deliveries."""
    from tests.written import drafted, working
    from veche.posts.domain.labels import Labels
    from veche.posts.domain.write import save_text
    from veche.publishing.models import Delivery

    for act, text in zip(acts, texts, strict=True):
        version = working(drafted(city.person, title=act.title, text=act.title, accounts=[city.account]))
        version = save_text(
            version=version,
            by=city.person,
            revision=version.revision,
            text=version.text,
            variants={},
            labels=Labels(first_comment=text),
        )
        Delivery.objects.create(administration=city.administration, version=version, account=city.account, act=act)


def _plan(texts: Sequence[str]) -> bool:
    from veche.publishing.domain.first_comment import plan_first_comments

    return bool(plan_first_comments()) or bool(_planned(texts))


def _planned(texts: Sequence[str]) -> list[int]:
    """Ids of the acts of these comments, in their order; empty until all are planned."""
    from veche.publishing.models import Delivery

    found = Delivery.objects.unscoped().filter(version__first_comment__in=texts, first_comment__isnull=False)
    by_text = dict(found.values_list("version__first_comment", "first_comment"))
    return [by_text[text] for text in texts] if len(by_text) == len(texts) else []
