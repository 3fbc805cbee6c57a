"""The inbox over a million messages: `python -m tests.bench.inbox FOLDER [MESSAGES]`, on VECHE_DATABASE_URL or SQLite.

Messages are made of sentences of the style set, spread over ten years; the newest wait, as many whatever the number.
Each row is one list: its first page and a page deep in it, asked by its cursor. Every search asks other words, so no
answer is warm. Prints its rows as a JSON line, as `tests.bench.forty`.
"""

import json
import random
import re
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import count, cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench.in_process import analyze, prepare
from tests.bench.pages import quantile
from tests.bench.report import VERDICT, Row, judged
from tests.bench.search import YEARS, sentences_of
from veche.search.domain.terms import STOP, terms_of, words_of

if TYPE_CHECKING:
    from django.test import Client

    from veche.accounts.models import Account
    from veche.inbox.models import Message
    from veche.staff.models import Person

MESSAGES, WAITING, AUTHORS, UNDER_A_POST = 200_000, 2_000, 9_000, 60
FIRST_MS, NEXT_MS, QUERIES, ASKED, WARM_UP = 120, 80, 12, 60, 5
CHUNK, PAGES_ON = 5_000, 8
LISTS = {
    "Ждут": "",
    "Ждут, сначала резкие": "?order=sharp",
    "Без ответа": "?show=questions",
    "Предложено удалить": "?show=proposed",
    "Все": "?show=all",
    "Все, сеть, где давно не пишут": "?show=all&net=telegram",
    "Все личные": "?show=talks",
    "Удалены": "?show=deleted",
}
_LATER = re.compile(r'<a class="link-more" href="([^"]*[?&;]after=[^"]+)"')


def main(messages: int) -> None:
    prepare()
    from django.db import connection

    from tests.people import make_administration, play

    press = play("alice", make_administration("Рубцовск"))
    dice = random.Random(1)
    sentences = sentences_of()
    started = time.perf_counter()
    fill(press, sentences, dice, messages)
    analyze()
    rows: list[Row] = [{"что": f"{messages} сообщений, {connection.vendor}", "секунд": time.perf_counter() - started}]
    sys.stdout.write(json.dumps(rows + measured(press, sentences, dice), ensure_ascii=False) + "\n")


def measured(press: "Person", sentences: list[str], dice: random.Random) -> list[Row]:
    from tests.people import client_of

    rows: list[Row] = []
    browser = client_of(press)
    browser.get("/inbox/")
    for name, query in LISTS.items():
        rows += _both(browser, name, partial(str, query))
    words = _words(sentences, dice)
    rows += _both(browser, "Поиск по всем", lambda: f"?show=all&q={next(words)}")
    rows += _both(browser, "Поиск среди ждущих", lambda: f"?show=waiting&q={next(words)}")
    authors = _authors(press, dice)
    return rows + _both(browser, "История автора", lambda: f"?show=all&author={next(authors)}")


def fill(press: "Person", sentences: list[str], dice: random.Random, messages: int) -> None:
    from django.db import connection

    from veche.inbox.models import Conversation, Message
    from veche.kernel.clock import now
    from veche.moderation.models import Proposal
    from veche.search.models import IndexChange, IndexEntry

    accounts = _accounts(press)
    first, step = now() - timedelta(days=365 * YEARS), timedelta(days=365 * YEARS) / messages
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX search_entry_terms")
    numbers, terms = count(1), {line: terms_of([line]) for line in sentences}
    for begin in range(0, messages, CHUNK):
        size = min(CHUNK, messages - begin)
        talks = Conversation.objects.bulk_create(
            Conversation(administration=press.administration, account=account, post_id=f"{begin}-{number}")
            for number in range(size // UNDER_A_POST + 1)
            for account in [_account(accounts, begin, messages, dice)]
        )
        rows = [
            _message(talks[n // UNDER_A_POST], sentences, dice, first + (begin + n) * step, messages - begin - n)
            for n in range(size)
        ]
        made = Message.objects.bulk_create(rows)
        Proposal.objects.bulk_create(_proposals(made))
        IndexEntry.objects.bulk_create(_entries(made, terms, numbers))
        IndexChange.objects.all().delete()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET maintenance_work_mem = '512MB'")
            cursor.execute(
                "CREATE INDEX search_entry_terms ON search_indexentry USING gin (terms) WITH (fastupdate = off)"
            )


def _accounts(press: "Person") -> dict[str, "Account"]:
    from tests.factories import make_account

    networks = ("vk", "ok", "max", "telegram")
    return {slug: make_account(press.administration, responsible=press, network=slug, title=slug) for slug in networks}


def _account(accounts: dict[str, "Account"], begin: int, messages: int, dice: random.Random) -> "Account":
    """Nobody has written in Telegram since the first year."""
    return accounts[dice.choice(["vk", "vk", "ok", "max"] if begin > messages / YEARS else list(accounts))]


def _message(talk: Any, sentences: list[str], dice: random.Random, at: datetime, left: int) -> "Message":
    from veche.inbox.enums import MessageState
    from veche.inbox.models import Message

    state = MessageState.NEW if left <= WAITING else dice.choices(["kept", "answered", "deleted"], [90, 9, 1])[0]
    return Message(
        administration_id=talk.administration_id,
        account_id=talk.account_id,
        conversation=talk,
        remote_id=str(left),
        author_id=str(int(AUTHORS * dice.random() ** 3)),
        author_name="Житель",
        text="\n".join(dice.choices(sentences, k=2)),
        at=at,
        received_at=at,
        screened_at=at,
        state=state,
        suspect=state == MessageState.NEW and left % 10 == 0,
    )


def _proposals(made: "list[Message]") -> Iterator[Any]:
    from veche.moderation.enums import Ground
    from veche.moderation.models import Proposal

    for message in made:
        if message.state == "new":
            grounds = [str(Ground.INSULT if message.pk % 20 else Ground.SPAM)] if message.suspect else []
            yield Proposal(
                administration_id=message.administration_id,
                message=message,
                ground=grounds[0] if grounds else "",
                grounds=grounds,
                scores=dict.fromkeys(grounds, 0.9),
                toxicity=message.pk % 100 / 100,
                at=message.at,
            )


def _entries(made: "list[Message]", terms: dict[str, frozenset[str]], numbers: Iterator[int]) -> Iterator[Any]:
    from veche.search.domain import keys
    from veche.search.models import IndexEntry

    for message in made:
        said = frozenset().union(*(terms[line] for line in message.text.split("\n")), terms_of([message.author_name]))
        marks = {
            keys.ADMINISTRATION.format(message.administration_id),
            keys.KIND.format("message"),
            keys.NETWORK.format(message.conversation.account.network),
            keys.MARK.format("comment"),
        }
        number = next(numbers)
        yield IndexEntry(
            id=number,
            administration_id=message.administration_id,
            kind="message",
            object_id=message.pk,
            key=keys.key_of(message.at, number),
            terms=said | marks,
        )


def _words(sentences: list[str], dice: random.Random) -> Iterator[str]:
    """One word or two; frequent ones more often."""
    said = [word.plain for line in sentences for word in words_of(line) if word.plain not in STOP]
    for number in count():
        yield "+".join(dice.choices(said, k=1 + number % 2))


def _authors(press: "Person", dice: random.Random) -> Iterator[int]:
    from veche.inbox.models import Message

    last = Message.objects.of(press.administration).order_by("-pk").values_list("pk", flat=True)[0]
    while True:
        yield dice.randrange(1, last)


def _both(browser: "Client", name: str, query: Callable[[], str]) -> list[Row]:
    first = _measured(browser, f"{name}: первая", lambda: f"/inbox/{query()}", FIRST_MS)
    deep = list(_deep(browser, query))
    return [first, _measured(browser, f"{name}: следующая", cycle(deep).__next__, NEXT_MS)] if deep else [first]


def _deep(browser: "Client", query: Callable[[], str]) -> Iterator[str]:
    """Addresses of next pages, one after the other."""
    url = f"/inbox/{query()}"
    for _ in range(PAGES_ON):
        found = _LATER.search(browser.get(url).content.decode())
        if not found:
            return
        url = found[1].replace("&amp;", "&")
        yield url


def _measured(browser: "Client", name: str, url: Callable[[], str], limit: float) -> Row:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    clock, processor, queries, weight = [], [], 0, 0
    for number in range(WARM_UP + ASKED):
        address = url()
        started, worked = time.perf_counter(), time.process_time()
        answer = browser.get(address)
        if number >= WARM_UP:
            clock.append((time.perf_counter() - started) * 1000)
            processor.append((time.process_time() - worked) * 1000)
        weight = max(weight, len(answer.content))
    with CaptureQueriesContext(connection) as captured:
        browser.get(address)
    queries = len(captured)
    p95 = quantile(sorted(clock), 0.95)
    return {
        "что": name,
        "p50, мс": quantile(sorted(clock), 0.5),
        "p95, мс": p95,
        "процессор p95, мс": quantile(sorted(processor), 0.95),
        "запросов к базе": queries,
        "HTML, кБ": weight / 1000,
        VERDICT: judged(p95, limit) if queries <= QUERIES else judged(queries, QUERIES),
    }


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(exist_ok=True)
    main(int(sys.argv[2]) if len(sys.argv) > 2 else MESSAGES)
