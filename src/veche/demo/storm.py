"""A stormy day of the demo: what residents wrote in the last two hours, left as it came."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

from veche.demo.content.storm import BUS, RAID, RAIDERS, TALK, WATER
from veche.demo.content.voices import PEOPLE
from veche.demo.residents import Discussed, PlannedComment, newest

LASTS = timedelta(hours=2)


def comments(talked: Sequence[Discussed], moment: datetime) -> Iterator[PlannedComment]:
    """Under the newest post of each network that was out before, mixed, the advertisement in the last half hour."""
    random = Random(len(WATER))  # noqa: S311 -- the order of a demo's comments is no secret
    mixed = [*WATER, *BUS, *TALK]
    random.shuffle(mixed)
    raiders = (f"Удачный день {number}" for number in range(1, RAIDERS + 1))
    said = [(text, random.choice(PEOPLE), LASTS * random.uniform(0.03, 1)) for text in mixed]
    said += [(RAID, name, LASTS * random.uniform(0.01, 0.25)) for name in raiders]
    posts = newest(talked, moment - LASTS)
    for text, author, ago in said:
        network = random.choice(sorted(posts))
        yield PlannedComment(network, posts[network], author, text, moment - ago)
