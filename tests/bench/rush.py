"""Many posts due in the same second, in its own process and database.

python -m tests.bench.rush FOLDER within: 200 posts over all training networks, which keep their published rates
python -m tests.bench.rush FOLDER flat: networks without rates: how many publications a second

Prints the row as one JSON line. VECHE_DATABASE_URL and VECHE_ENGINE choose the database and the engine, BENCH_WORKERS
the number of worker processes.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

from tests.bench.unpaced import lift
from tests.sandbox_process import SandboxProcess
from veche.kernel.crypto import Keyring

if TYPE_CHECKING:
    from veche.accounts.models import Account
    from veche.staff.models import Person

ACCOUNTS = 5
HEAD_START = timedelta(seconds=8)
LONGEST_SECONDS = 180.0
SENT = ("sent", "confirmed")
# Keys of an account's number, and of each slot's token, in the sandbox's JSON.
NUMBERS = {"vk": "group_id", "telegram": "channel_id", "ok": "group_id", "max": "chat_id"}
KEYS = {
    "vk": {"community": "community_token", "admin": "admin_token"},
    "telegram": {"bot": "token"},
    "ok": {"admin": "access_token", "application": "application_key", "secret": "application_secret"},
    "max": {"bot": "token"},
}
# (posts, seconds): the published limit of posts per account; OK's is ours.
PUBLISHED = {"vk": (20, 1), "telegram": (1, 1), "ok": (2, 1), "max": (2, 1)}


@dataclass(frozen=True, slots=True)
class Scale:
    networks: tuple[str, ...]
    posts: int  # for each account
    strict: bool


SCALES = {"within": Scale(("vk", "telegram", "ok", "max"), 10, True), "flat": Scale(("vk", "telegram"), 60, False)}


def main(folder: Path, name: str) -> None:
    scale = SCALES[name]
    with SandboxProcess(folder / "sandbox.sqlite3", *(["--strict-rates"] if scale.strict else [])) as sandbox:
        set_up(sandbox)
        if not scale.strict:
            lift()
        accounts = _town(sandbox, scale)
        due = _plan(accounts, scale)
        with _workers(scale):
            _wait_until_sent(len(accounts) * scale.posts)
        _judge_walls(sandbox, scale)
        row = _within(sandbox, due) if scale.strict else _flat(due)
    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


def set_up(sandbox: SandboxProcess) -> None:
    os.environ["VECHE_KEYRING"] = Keyring.generate().to_text()
    os.environ["VECHE_SANDBOX_URL"] = sandbox.info["control"]
    for network in NUMBERS:
        os.environ[f"VECHE_{network.upper()}_URL"] = sandbox.info[network]["base"]
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def _town(sandbox: SandboxProcess, scale: Scale) -> list["Account"]:
    from veche.staff.models import Administration, Person

    city = Administration.objects.create(name="Администрация", city="Рубцовск")
    person = Person.objects.create_user("press@example.test", display_name="Пресс-служба", administration=city)
    return [account_of(sandbox, person, network, number) for network in scale.networks for number in range(ACCOUNTS)]


def account_of(sandbox: SandboxProcess, person: "Person", network: str, number: int) -> "Account":
    from veche.accounts.domain.keys import put_key
    from veche.accounts.models import Account
    from veche.kernel.crypto import Secret

    more = {"new_bot": True} if network in ("telegram", "max") else {}
    place = sandbox.add_account(network, f"Город {number}", **more)
    account = Account.objects.create(
        administration=person.administration,
        network=network,
        title=f"Город {number}",
        remote_id=str(place[NUMBERS[network]]),
        linked_group_id=str(place.get("group_id") or "") if network == "telegram" else "",
        responsible=person,
    )
    for slot, key in KEYS[network].items():
        secret = place.get(key) or sandbox.info[network][key]
        put_key(account=account, slot=slot, secret=Secret(secret), by=person)
    return account


def _plan(accounts: list["Account"], scale: Scale) -> datetime:
    """All posts are due in the same second, after the workers have started."""
    from django.db import transaction

    from veche.kernel.clock import now
    from veche.networks.protocol import OutgoingPost, Publish
    from veche.outbox.domain.plan import plan_act

    due = now().replace(microsecond=0) + HEAD_START
    with transaction.atomic():
        for number in range(scale.posts):
            for account in accounts:
                text = f"{account.network} {account.pk}, запись {number}"
                act = Publish(OutgoingPost(text))
                plan_act(account=account, intent=text, title=text, act=act, by=account.responsible, due_at=due)
    return due


@contextmanager
def _workers(scale: Scale) -> Iterator[None]:
    count = int(os.environ.get("BENCH_WORKERS", "1"))
    command = [sys.executable, "-m", *(["veche.cli", "worker"] if scale.strict else ["tests.bench.unpaced"])]
    workers = [subprocess.Popen(command) for _ in range(count)]
    try:
        yield
    finally:
        for worker in workers:
            worker.send_signal(signal.SIGTERM)
        for worker in workers:
            worker.wait(30)


def _wait_until_sent(count: int) -> None:
    from veche.outbox.models import Act

    until = time.monotonic() + LONGEST_SECONDS
    while Act.objects.unscoped().filter(state__in=SENT).count() < count:
        if time.monotonic() > until:
            states = Counter(Act.objects.unscoped().values_list("state", "reason"))
            raise SystemExit(f"not everything was sent in {LONGEST_SECONDS} s: {states}")
        time.sleep(0.2)


def _judge_walls(sandbox: SandboxProcess, scale: Scale) -> None:
    from veche.outbox.models import Act

    walls = Counter(post["text"] for network in scale.networks for post in sandbox.posts(network))
    wrong = [title for title in Act.objects.unscoped().values_list("title", flat=True) if walls[title] != 1]
    if wrong:
        raise SystemExit(f"these do not stand once each: {wrong[:5]}")


def _within(sandbox: SandboxProcess, due: datetime) -> dict[str, Any]:
    """Seconds added to the earliest time at which the network itself would have accepted the post."""
    from veche.outbox.models import Act

    by_account: dict[int, list[Any]] = defaultdict(list)
    for act in Act.objects.unscoped().select_related("account").order_by("last_call_at"):
        by_account[act.account_id].append(act)
    over: list[float] = []
    for acts in by_account.values():
        for place, act in enumerate(acts):
            calls, seconds = PUBLISHED[act.account.network]
            over.append((act.last_call_at - due).total_seconds() - place // calls * seconds)
    over.sort()
    refusals = sum(
        call["outcome"] in {"6", "429", "too.many.requests", "too_many"} or "429" in call["outcome"]
        for network in NUMBERS
        for call in sandbox.calls(network)
    )
    return {
        "сколько": len(over),
        "сверх темпа сетей, p50, с": over[len(over) // 2],
        "p95, с": over[int(len(over) * 0.95)],
        "худшее, с": over[-1],
        "отказов «слишком часто»": refusals,
    }


def _flat(due: datetime) -> dict[str, Any]:
    from veche.outbox.models import Act

    calls = sorted(call for call in Act.objects.unscoped().values_list("last_call_at", flat=True) if call)
    took = (calls[-1] - due).total_seconds()
    return {"сколько": len(calls), "секунд": took, "в секунду": len(calls) / took}


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
