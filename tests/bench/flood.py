"""A stormy day: five thousand comments in ten minutes, while twenty posts go out and people look at the inbox.

python -m tests.bench.flood FOLDER [COMMENTS] [SECONDS]

Comments arrive by webhook in three networks at an even pace; their words are those of the training networks' stormy
residents. Two moderators keep «Входящие» open: each asks for news every two seconds and opens the list every ten.
Prints its row as a JSON line, as `tests.bench.forty`. VECHE_DATABASE_URL chooses the database.
"""

import json
import os
import random
import re
import secrets
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx2

from tests.bench import rush, storm
from tests.bench.pages import quantile
from tests.bench.report import VERDICT, Row, judged
from tests.ports import free_port
from tests.sandbox_process import SandboxProcess
from veche_sandbox import residents

if TYPE_CHECKING:
    from veche.outbox.models import Act
    from veche.staff.models import Person

COMMENTS, SECONDS, POSTS, MODERATORS, CALLERS = 5_000, 600, 20, 2, 4
VISIBLE_SECONDS, LATE_SECONDS = 3, 3
ROUGH, NEWS_SECONDS, LIST_EVERY = 0.1, 2, 5
STARTS_AFTER, SENT_SECONDS = timedelta(seconds=10), 120.0


def main(folder: Path, comments: int, seconds: int) -> None:
    os.environ["PORT"] = str(free_port())
    # One key for this process, which signs the moderators in, and for the site.
    os.environ["VECHE_SECRET_KEY"] = secrets.token_hex(32)
    with SandboxProcess(folder / "sandbox.sqlite3", "--strict-rates") as sandbox:
        rush.set_up(sandbox)
        sys.stdout.write(json.dumps([_measured(sandbox, comments, seconds)], ensure_ascii=False) + "\n")


def _measured(sandbox: SandboxProcess, comments: int, seconds: int) -> Row:
    from django.core.management import call_command

    from tests.people import make_administration, play

    call_command("collectstatic", interactive=False, verbosity=0)
    press = play("alice", make_administration("Рубцовск"))
    events = _events(press, comments)
    accounts = [rush.account_of(sandbox, press, network, 0) for network in rush.NUMBERS]
    machine = storm.Machine()
    try:
        storm.wait_for_web()
        _plan(accounts, seconds)
        sent, pages = _flood(press, events, seconds)
        waited, late = _screened(sent), _late()
    finally:
        machine.end()
    return _row(comments, sorted(waited), sorted(late), sorted(pages))


def _events(press: "Person", comments: int) -> list[storm.Event]:
    dice = random.Random(storm.SEED)
    accounts = storm.accounts_of(press.administration, press)
    networks = list(accounts)
    texts = [dice.choice(residents.ROUGH if dice.random() < ROUGH else residents.STORMY) for _ in range(comments)]
    return [
        storm.comment(networks[number % 3], accounts[networks[number % 3]], number, f"{text} {number}")
        for number, text in enumerate(texts, 1)
    ]


def _plan(accounts: list[Any], seconds: int) -> None:
    """Posts at even distances, in each network in turn."""
    from django.db import transaction

    from veche.kernel.clock import now
    from veche.networks.protocol import OutgoingPost, Publish
    from veche.outbox.domain.plan import plan_act

    first = now().replace(microsecond=0) + STARTS_AFTER
    with transaction.atomic():
        for number in range(POSTS):
            account, text = accounts[number % len(accounts)], f"Запись {number}"
            due = first + timedelta(seconds=number * (seconds - 20) // POSTS)
            act = Publish(OutgoingPost(text))
            plan_act(account=account, intent=text, title=text, act=act, by=account.responsible, due_at=due)


def _flood(press: "Person", events: list[storm.Event], seconds: int) -> tuple[dict[int, datetime], list[float]]:
    """The hour at which each comment was sent, and seconds of each opened list."""
    sent, pages, over = dict[int, datetime](), list[float](), threading.Event()
    cookie, began = _cookie(press), time.monotonic()
    with ThreadPoolExecutor(MODERATORS + CALLERS) as pool:
        people = [pool.submit(_moderator, cookie, pages, over) for _ in range(MODERATORS)]
        callers = [pool.submit(_caller, events, place, began, seconds, sent) for place in range(CALLERS)]
        wait(callers)
        over.set()
        for one in callers + people:
            one.result()
    return sent, pages


def _caller(events: list[storm.Event], place: int, began: float, seconds: int, sent: dict[int, datetime]) -> None:
    """Every fourth comment, each at its own moment."""
    with httpx2.Client(trust_env=False, timeout=60) as client:
        for number in range(place, len(events), CALLERS):
            time.sleep(max(0.0, began + number * seconds / len(events) - time.monotonic()))
            sent[number + 1] = datetime.now(UTC)
            _send(client, events[number])


def _send(client: httpx2.Client, event: storm.Event) -> None:
    head, _, body = event.request.partition(b"\r\n\r\n")
    line, *lines = head.decode().split("\r\n")
    headers = dict(part.split(": ", 1) for part in lines if not part.startswith(("Host", "Content-Length")))
    answer = client.post(f"http://127.0.0.1:{os.environ['PORT']}{line.split()[1]}", content=body, headers=headers)
    if answer.status_code != 200:
        raise RuntimeError(f"a comment was answered {answer.status_code}")


def _moderator(cookie: tuple[str, str], pages: list[float], over: threading.Event) -> None:
    """Asks for news as the page does, and opens the list every few times."""
    base, turn, tag, news = f"http://127.0.0.1:{os.environ['PORT']}", 0, "", ""
    with httpx2.Client(base_url=base, trust_env=False, timeout=60, cookies=dict([cookie])) as client:
        while not over.wait(NEWS_SECONDS):
            if turn % LIST_EVERY == 0:
                started = time.monotonic()
                page = client.get("/inbox/")
                pages.append(time.monotonic() - started)
                (news,) = re.findall(r'data-news="([^"]+)"', page.text)
                tag = ""
            turn += 1
            answer = client.get(news.replace("&amp;", "&"), headers={"X-Poll": "1", "If-None-Match": tag})
            if answer.status_code not in (200, 304):
                raise RuntimeError(f"news were answered {answer.status_code}")
            tag = answer.headers.get("ETag", tag)


def _cookie(press: "Person") -> tuple[str, str]:
    from django.conf import settings

    from tests.people import client_of

    return settings.SESSION_COOKIE_NAME, client_of(press).cookies[settings.SESSION_COOKIE_NAME].value


def _screened(sent: dict[int, datetime]) -> list[float]:
    """Seconds from the call of the network until the comment stood screened in the inbox."""
    from veche.inbox.models import Message

    until = time.monotonic() + SENT_SECONDS
    while True:
        found = Message.objects.unscoped().values_list("remote_id", "screened_at")
        rows = [(at - sent[int(remote.rpartition(".")[2])]).total_seconds() for remote, at in found if at]
        if len(rows) == len(sent):
            return rows
        if time.monotonic() > until:
            raise SystemExit(f"{len(rows)} of {len(sent)} comments are screened")
        time.sleep(0.5)


def _late() -> list[float]:
    """Seconds from the hour of each post to its call; each must stand in its network."""
    acts: list[Act] = _sent_acts()
    return [(act.last_call_at - act.due_at).total_seconds() for act in acts if act.last_call_at]


def _sent_acts() -> "list[Act]":
    from veche.outbox.models import Act

    until = time.monotonic() + SENT_SECONDS
    while True:
        acts = list(Act.objects.unscoped().filter(state__in=rush.SENT))
        if len(acts) == POSTS:
            return acts
        if time.monotonic() > until:
            raise SystemExit(f"{len(acts)} of {POSTS} posts are out")
        time.sleep(0.5)


def _row(comments: int, waited: list[float], late: list[float], pages: list[float]) -> Row:
    visible, delayed = quantile(waited, 0.95), quantile(late, 0.95)
    return {
        "комментариев": comments,
        "до экрана p50, с": quantile(waited, 0.5),
        "p95, с": visible,
        "худшее, с": waited[-1],
        "записей вышло": len(late),
        "опоздание p95, с": delayed,
        "опоздание худшее, с": late[-1],
        "«Входящие» p95, мс": quantile(pages, 0.95) * 1000,
        VERDICT: judged(max(visible / VISIBLE_SECONDS, delayed / LATE_SECONDS), 1),
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), *(int(number) for number in (sys.argv[2:] or [str(COMMENTS), str(SECONDS)])))
