"""A search over fifty thousand posts: `python -m tests.bench.search FOLDER [POSTS]`, on VECHE_DATABASE_URL or SQLite.

Posts are made of sentences of the style set, spread over ten years. Each question is asked once: a page for one or two
words of the texts, frequent ones more often, or for a phrase, some with a network or a year; so no answer is warm.
Prints its rows as a JSON line, as `tests.bench.forty`: how fast the index fills, then pages on the clock and on the
processor.
"""

import json
import random
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.in_process import analyze, prepare
from tests.bench.pages import quantile
from tests.bench.report import VERDICT, Row, judged
from veche.search.domain.terms import STOP, words_of

if TYPE_CHECKING:
    from django.test import Client

    from veche.staff.models import Person

P95_MS, POSTS, ASKED = 120, 50_000, 300
YEARS, SENTENCES = 10, 6
TEXTS = Path(__file__).parents[1] / "style_set"
CHUNK = 2_000


def main(posts: int) -> None:
    prepare()
    from django.db import connection

    from tests.people import client_of, make_administration, play
    from veche.search import triggers
    from veche.search.domain.indexing import index_everything
    from veche.search.kinds import kinds
    from veche.search.models import IndexChange

    press = play("alice", make_administration("Рубцовск"))
    dice = random.Random(1)
    sentences = sentences_of()
    _fill(press, sentences, dice, posts)
    # As at an upgrade: every object is noted once.
    IndexChange.objects.all().delete()
    for kind in kinds():
        triggers.note_all(connection, kind)
    started, worked = time.perf_counter(), time.process_time()
    index_everything()
    filled = {
        "что": f"первое наполнение, {posts} публикаций, {connection.vendor}",
        "секунд": time.perf_counter() - started,
        "из них процессора": time.process_time() - worked,
    }
    analyze()
    rows = [filled, _asked(client_of(press), list(_questions(sentences, dice)))]
    sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")


def sentences_of() -> list[str]:
    return [line for name in ("live", "official") for line in _lines(name)]


def _lines(name: str) -> list[str]:
    return [line for line in (TEXTS / f"{name}.txt").read_text(encoding="utf-8").splitlines() if len(line) > 40]


def _fill(press: "Person", sentences: list[str], dice: random.Random, posts: int) -> None:
    from tests.written import accounts_of
    from veche.kernel.clock import now
    from veche.plan.models import PlanItem
    from veche.posts.models import Post, PostVersion

    city, accounts = press.administration, accounts_of(press)
    first, step = now() - timedelta(days=365 * YEARS), timedelta(days=365 * YEARS) / posts
    aimed = PlanItem.accounts.through
    for begin in range(0, posts, CHUNK):
        numbers = range(begin, min(begin + CHUNK, posts))
        items = PlanItem.objects.bulk_create(
            PlanItem(
                administration=city, author=press, publish_at=first + number * step, title=dice.choice(sentences)[:80]
            )
            for number in numbers
        )
        aimed.objects.bulk_create(
            aimed(planitem_id=item.pk, account_id=account.pk) for item in items for account in dice.sample(accounts, 2)
        )
        written = Post.objects.bulk_create(Post(administration=city, plan_item=item, author=press) for item in items)
        PostVersion.objects.bulk_create(
            PostVersion(
                administration=city,
                post=post,
                number=1,
                text="\n".join(dice.choices(sentences, k=SENTENCES)),
                author=press,
                saved_by=press,
                saved_at=now(),
            )
            for post in written
        )


def _questions(sentences: list[str], dice: random.Random) -> Iterator[dict[str, str]]:
    said = [word.plain for line in sentences for word in words_of(line) if word.plain not in STOP]
    for number in range(ASKED):
        asked = {"q": " ".join(dice.choices(said, k=1 + number % 2))}
        if number % 4 == 3:
            at = dice.randrange(len(said) - 1)
            asked = {"q": f"«{said[at]} {said[at + 1]}»"}
        if number % 3 == 1:
            asked["network"] = "vk"
        if number % 3 == 2:
            year = datetime.now().year - dice.randrange(YEARS)  # noqa: DTZ005 -- a year is enough
            asked |= {"since": f"{year}-01-01", "until": f"{year}-12-31"}
        yield asked


def _asked(browser: "Client", questions: list[dict[str, str]]) -> Row:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser.get("/search/", {"q": "разогрев"})
    clock, processor, weights = [], [], []
    for question in questions:
        started, worked = time.perf_counter(), time.process_time()
        answer = browser.get("/search/", question)
        clock.append((time.perf_counter() - started) * 1000)
        processor.append((time.process_time() - worked) * 1000)
        weights.append(len(answer.content) / 1000)
    with CaptureQueriesContext(connection) as captured:
        browser.get("/search/", questions[0])
    p95 = quantile(sorted(clock), 0.95)
    return {
        "что": f"страница поиска, разных вопросов: {len(questions)}, {connection.vendor}",
        "p50, мс": quantile(sorted(clock), 0.5),
        "p95, мс": p95,
        "процессор p50, мс": quantile(sorted(processor), 0.5),
        "процессор p95, мс": quantile(sorted(processor), 0.95),
        "самая долгая, мс": max(clock),
        "запросов к базе": len(captured),
        "HTML, кБ": max(weights),
        VERDICT: judged(p95, P95_MS),
    }


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(exist_ok=True)
    main(int(sys.argv[2]) if len(sys.argv) > 2 else POSTS)
