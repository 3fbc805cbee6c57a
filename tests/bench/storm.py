"""A storm of callbacks: every accepted event is stored exactly once, whatever is killed meanwhile.

python -m tests.bench.storm FOLDER EVENTS

Of the events 10 % are duplicates, 5 % arrive before the event they refer to, 1 % have a wrong secret; the worker is
killed twice and the web once. Callers repeat unanswered events, as the networks do. Prints one JSON line.
VECHE_DATABASE_URL chooses the database.
"""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

from tests.bench.pages import quantile
from tests.ports import free_port
from veche.kernel.crypto import Keyring, Secret

if TYPE_CHECKING:
    from veche.accounts.models import Account
    from veche.staff.models import Administration, Person

SECRET = "storm-secret"
CALLERS = 8
SEED = 1541
DUPLICATES, OUT_OF_ORDER, FORGED = 0.10, 0.05, 0.01
POST, GROUP, CHANNEL = 2, -1002000000001, -1001000000001
START_SECONDS, AGAIN_SECONDS, SORTED_SECONDS = 60.0, 0.05, 600.0


@dataclass(frozen=True, slots=True)
class Event:
    """`account` and `dedup`: what must be stored; None: nothing."""

    request: bytes
    account: int
    dedup: str | None


@dataclass(slots=True)
class Heard:
    """Answers to the callers: seconds to each «ok», and the number of each status."""

    acks: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    unanswered: int = 0


def main(folder: Path, count: int) -> None:
    del folder
    os.environ["VECHE_KEYRING"] = Keyring.generate().to_text()
    os.environ["PORT"] = str(free_port())
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    events = events_for(accounts_of(*_city()), count)
    heard, seconds = _storm(events)
    stored, sorted_in = _judge(events)
    row = {
        "событий": count,
        "принято": heard.statuses[200],
        "отказано": heard.statuses[403],
        "без ответа, посланы снова": heard.unanswered,
        "сохранено по разу": stored,
        "в секунду": count / seconds,
        "ответ p50, мс": quantile(sorted(heard.acks), 0.5) * 1000,
        "ответ p99, мс": quantile(sorted(heard.acks), 0.99) * 1000,
        "разобрано за, с": sorted_in,
    }
    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


def _city() -> tuple["Administration", "Person"]:
    from veche.staff.models import Administration, Person

    city = Administration.objects.create(name="Администрация", city="Рубцовск")
    return city, Person.objects.create_user("press@example.test", display_name="Пресс-служба", administration=city)


def accounts_of(city: "Administration", person: "Person") -> dict[str, "Account"]:
    """An account in each network with webhooks. Without keys, so that none is polled."""
    from veche.accounts.domain.clients import seal_webhook_secret
    from veche.accounts.models import Account

    found = {}
    for network, number, group in (("vk", "77", ""), ("telegram", str(CHANNEL), str(GROUP)), ("max", "-900", "")):
        account = Account.objects.create(
            administration=city,
            network=network,
            title=network,
            remote_id=number,
            linked_group_id=group,
            responsible=person,
        )
        account.webhook_secret = seal_webhook_secret(account, Secret(SECRET))
        account.save()
        found[network] = account
    return found


def events_for(accounts: dict[str, "Account"], count: int) -> list[Event]:
    dice = random.Random(SEED)
    events: list[Event] = []
    number = 0
    while len(events) < count:
        number += 1
        network = ("vk", "telegram", "max")[number % 3]
        made = comment(network, accounts[network], number)
        if dice.random() < FORGED:
            events.append(Event(made.request.replace(SECRET.encode(), b"forged-secre"), made.account, None))
        elif network == "vk" and dice.random() < OUT_OF_ORDER * 3:
            events += [_edit(accounts[network], number), made]  # the edit is sent before the comment
        else:
            events.append(made)
        if dice.random() < DUPLICATES:
            events.append(dice.choice([event for event in events[-50:] if event.dedup]))
    return events[:count]


def comment(network: str, account: "Account", number: int, text: str = "") -> Event:
    text, moment = text or f"Когда починят дорогу, вопрос {number}", 1_795_600_000 + number
    match network:
        case "vk":
            return _vk(account, "wall_reply_new", number, text, moment, f"new:{number}")
        case "telegram":
            message = {
                "message_id": number,
                "date": moment,
                "chat": {"id": GROUP, "type": "supergroup"},
                "from": {"id": 5, "is_bot": False, "first_name": "Анна"},
                "message_thread_id": 900,
                "reply_to_message": {"message_id": 900, "chat": {"id": GROUP}, "date": 1},
                "text": text,
            }
            body = {"update_id": number, "message": message}
            return Event(_request(account, body, "X-Telegram-Bot-Api-Secret-Token"), account.pk, _told(account, body))
        case _:
            told = {"body": {"mid": f"mid.{number}", "seq": number, "text": text}, "timestamp": moment * 1000}
            who = {"user_id": 5, "first_name": "Анна", "is_bot": False}
            where = {"chat_id": -900, "chat_type": "channel", "post_id": f"mid.p{POST}"}
            message = {**told, "sender": who, "recipient": where}
            body = {"update_type": "comment_created", "timestamp": moment * 1000, "message": message}
            return Event(_request(account, body, "X-Max-Bot-Api-Secret"), account.pk, _told(account, body))


def _edit(account: "Account", number: int) -> Event:
    return _vk(account, "wall_reply_edit", number, f"Исправлено {number}", 1_795_600_000 + number, "")


def _vk(account: "Account", kind: str, number: int, text: str, moment: int, dedup: str) -> Event:
    thing = {"id": number, "from_id": 1, "post_id": POST, "owner_id": -77, "date": moment, "text": text}
    body = {"type": kind, "group_id": 77, "event_id": f"{kind}{number}", "v": "5.199", "object": thing}
    body["secret"] = SECRET
    return Event(_request(account, body, ""), account.pk, dedup or _told(account, body))


def _told(account: "Account", body: dict[str, Any]) -> str:
    """The dedup key that our adapter gives this event."""
    from veche.accounts.domain.clients import open_account
    from veche.networks.protocol import WebhookRequest

    headers = {"x-telegram-bot-api-secret-token": SECRET, "x-max-bot-api-secret": SECRET}
    (event,) = open_account(account).parse_webhook(WebhookRequest(json.dumps(body).encode(), headers)).events
    return event.dedup


def _request(account: "Account", body: dict[str, Any], header: str) -> bytes:
    raw = json.dumps(body).encode()
    head = [
        f"POST /hooks/{account.network}/{account.webhook_path}/ HTTP/1.1",
        "Host: 127.0.0.1",
        "Content-Type: application/json",
        f"Content-Length: {len(raw)}",
        *([f"{header}: {SECRET}"] if header else []),
    ]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + raw


class Machine:
    """Web and worker as processes, killed and restarted."""

    def __init__(self) -> None:
        self.processes = {name: self._start(name) for name in ("web", "worker")}

    def _start(self, name: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "veche.cli", name])

    def kill(self, name: str) -> None:
        self.processes[name].kill()
        self.processes[name].wait()
        self.processes[name] = self._start(name)

    def end(self) -> None:
        for process in self.processes.values():
            process.send_signal(signal.SIGTERM)
        for process in self.processes.values():
            process.wait(40)


def _storm(events: list[Event]) -> tuple[Heard, float]:
    waiting, heard, machine = deque(events), Heard(), Machine()
    try:
        wait_for_web()
        callers = [threading.Thread(target=_call, args=(waiting, heard)) for _ in range(CALLERS)]
        started = time.monotonic()
        for caller in callers:
            caller.start()
        for left, victim in ((0.75, "worker"), (0.5, "web"), (0.25, "worker")):
            while len(waiting) > len(events) * left:
                time.sleep(0.01)
            machine.kill(victim)
        for caller in callers:
            caller.join()
        seconds = time.monotonic() - started
        _wait_until_sorted()
    finally:
        machine.end()
    return heard, seconds


def _call(waiting: deque[Event], heard: Heard) -> None:
    """One caller with one connection: the next event only after an answer, an unanswered one again."""
    connection: socket.socket | None = None
    while True:
        try:
            event = waiting.popleft()
        except IndexError:
            return
        while True:
            began = time.monotonic()
            try:
                connection = connection or socket.create_connection(("127.0.0.1", int(os.environ["PORT"])), timeout=60)
                connection.sendall(event.request)
                status = _status(connection)
            except (OSError, ValueError):
                connection = None
                heard.unanswered += 1
                time.sleep(AGAIN_SECONDS)
                continue
            if status < 500:
                heard.acks.append(time.monotonic() - began)
                heard.statuses[status] += 1
                break


def _status(connection: socket.socket) -> int:
    got = b""
    while b"\r\n\r\n" not in got:
        got += _read(connection)
    head, _, body = got.partition(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")
    )
    while len(body) < length:
        body += _read(connection)
    return int(head.split(b" ", 2)[1])


def _read(connection: socket.socket) -> bytes:
    part = connection.recv(65536)
    if not part:
        raise ConnectionResetError
    return part


def wait_for_web() -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", int(os.environ["PORT"])), timeout=1).close()
        except OSError:
            if time.monotonic() > until:
                raise SystemExit("the web did not start") from None
            time.sleep(0.1)
        else:
            return


def _wait_until_sorted() -> None:
    from veche.inbox.models import InboundEvent

    until = time.monotonic() + SORTED_SECONDS
    while InboundEvent.objects.unscoped().filter(processed_at=None).exists() and time.monotonic() < until:
        time.sleep(0.5)


def _judge(events: list[Event]) -> tuple[int, float]:
    """The number of stored events, and the longest time from arrival to processing."""
    from django.db.models import F, Max

    from veche.inbox.models import InboundEvent, Message

    wanted = {(event.account, event.dedup) for event in events if event.dedup}
    stored = Counter(InboundEvent.objects.unscoped().values_list("account_id", "dedup"))
    if set(stored) != wanted or max(stored.values()) != 1:
        raise SystemExit(f"lost {len(wanted - set(stored))}, unasked {len(set(stored) - wanted)}")
    comments = {name for name in wanted if name[1] and name[1].startswith("new:")}
    if Message.objects.unscoped().count() != len(comments):
        raise SystemExit(f"{Message.objects.unscoped().count()} messages of {len(comments)} comments")
    longest = InboundEvent.objects.unscoped().aggregate(longest=Max(F("processed_at") - F("received_at")))["longest"]
    return len(stored), longest.total_seconds()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
