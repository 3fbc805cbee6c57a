"""Make the fixtures of this folder by the commit that README.md names.

    make.py FOLDER [URL]     SQLite and the database's own queue, or the empty PostgreSQL database and Procrastinate

FOLDER is new. Afterwards it holds `sqlite.zip` and `sqlite.tar.xz`, or `postgresql.zip` and `postgresql.tar.xz`.
"""

import json
import os
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

LATER = datetime(2040, 1, 1, tzinfo=UTC)
# Networks whose look-up can prove that a post does not exist.
LOOKED_UP = ("vk", "max")
ACTING = {"vk": "wall.post", "max": "POST /messages"}
STATES = ("planned", "stopped", "failed", "missed", "cancelled", "by_hand")


def main(folder: Path, url: str) -> None:
    from tests.sandbox_process import SandboxProcess

    data = folder / "data"
    data.mkdir(parents=True, mode=0o700)
    with SandboxProcess(data / "sandbox.sqlite3", "--city", "Администрация города Рубцовска") as walls:
        os.environ |= settings_for(data, url, walls)
        (data / "sandbox.json").write_text(json.dumps(walls.info), encoding="utf-8")
        veche("prepare")
        os.environ["VECHE_DEMO"] = "1"
        populate(walls)
        os.environ["VECHE_DEMO"] = "0"
        veche("backup", str(folder / f"{'postgresql' if url else 'sqlite'}.zip"))
    pack(folder, url)


def pack(folder: Path, url: str) -> None:
    """The data folder with the networks' file, and the whole database with its queue."""
    data = folder / "data"
    if url:
        dump = ["pg_dump", "--no-owner", "--no-privileges", f"--dbname={url}", f"--file={data / 'veche.sql'}"]
        subprocess.run(dump, check=True)
    with tarfile.open(folder / f"{'postgresql' if url else 'sqlite'}.tar.xz", "w:xz", preset=9) as archive:
        for path in sorted(data.iterdir()):
            if path.name not in ("static", "sandbox.json", "last-copy.json"):
                archive.add(path, path.name)


def settings_for(data: Path, url: str, walls: Any) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "veche.config.settings",
        "VECHE_DATA": str(data),
        "VECHE_DATABASE_URL": url,
        "VECHE_ENGINE": "procrastinate" if url else "database",
        "VECHE_DEMO": "0",
        "VECHE_SANDBOX_URL": walls.info["control"].removesuffix("/control"),
        **{f"VECHE_{slug.upper()}_URL": walls.info[slug]["base"] for slug in walls.networks},
    }


def veche(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "veche.cli", *words], check=True)


def populate(walls: Any) -> None:
    import django

    django.setup()
    from veche.accounts.models import Account
    from veche.demo import canvas, pictures
    from veche.demo.seed import seed

    for module in (canvas, pictures):  # pictures are most of the size
        module.WIDTH, module.HEIGHT = 96, 64  # type: ignore[attr-defined]
    seed()
    accounts = {account.network: account for account in Account.objects.unscoped()}
    put_off()
    sendings(walls, accounts)
    second_step()
    queue_everything(accounts)
    call_it_real()


def put_off() -> None:
    """The demo's next posts must not be sent in a test; its replies and deletions are never too late."""
    from veche.outbox.models import Act

    planned = Act.objects.unscoped().filter(state="planned")
    planned.exclude(verb="publish").update(not_after=LATER)
    planned.filter(verb="publish").update(due_at=LATER, next_try_at=LATER, not_after=LATER + timedelta(hours=1))


def sendings(walls: Any, accounts: dict[str, Any]) -> None:
    """Plan acts: titles with `due`, `cut`, `lost`, `stood` and `sent` are to be sent; `kept` is for reading."""
    for account in accounts.values():
        plan(account, f"due: {account.network}")
    cut_off(plan(accounts["vk"], "cut: vk"), state="preparing")
    deliver(plan(accounts["vk"], "sent: vk"))
    for slug in LOOKED_UP:
        for title, fault in (("stood", "lost_after_apply"), ("lost", "dropped")):
            act = plan(accounts[slug], f"{title}: {slug}")
            walls.fault(slug, ACTING[slug], fault)
            deliver(act)
            walls.clear_faults(slug)
    cut_off(titled("lost: vk"), state="sending")
    cut_off(titled("stood: vk"), state="sending")
    for state in STATES:
        plan(accounts["vk"], f"kept: {state}", later=True, state=state)
    for payload in json.loads((Path(__file__).parents[1] / "stored_values.json").read_text("utf-8"))["payloads"]:
        keep(accounts["vk"], payload)
    give_stream_key(accounts["vk"])


def plan(account: Any, title: str, *, later: bool = False, state: str = "planned") -> Any:
    from django.db import transaction

    from veche.kernel.clock import now
    from veche.networks.protocol import OutgoingPost, Publish
    from veche.outbox.domain.plan import plan_act
    from veche.outbox.models import Act

    with transaction.atomic():
        act = plan_act(
            account=account,
            intent=f"publish:{title}",
            title=title,
            act=Publish(OutgoingPost(title)),
            by=account.responsible,
            due_at=LATER if later else now(),
            window=LATER - now(),
        )
    Act.objects.unscoped().filter(pk=act.pk).update(state=state)
    return act


def keep(account: Any, payload: dict[str, Any]) -> None:
    """An act of every verb with all its parts; cancelled, because its post is invented."""
    from veche.outbox.models import Act

    number = Act.objects.unscoped().filter(title__startswith="kept: payload").count()
    title = f"kept: payload {number}"
    act = plan(account, title, later=True, state="cancelled")
    Act.objects.unscoped().filter(pk=act.pk).update(verb=payload["verb"], payload=payload)


def deliver(act: Any) -> None:
    """Repeated, because the rate limit may delay it."""
    from veche.outbox.domain.deliver import deliver as deliver_one

    for _ in range(60):
        deliver_one(act.pk, worker="make")
        act.refresh_from_db()
        if act.state != "planned":
            return
        time.sleep(1)
    raise SystemExit(f"{act} did not leave: {act.reason}")


def titled(title: str) -> Any:
    from veche.outbox.models import Act

    return Act.objects.unscoped().get(title=title)


def cut_off(act: Any, *, state: str) -> None:
    """Leave the act as a worker killed in this state does."""
    from veche.kernel.clock import now
    from veche.outbox.models import Act

    attempt = {"attempt": 1} if state == "preparing" else {}
    changed = {"state": state, "lease_until": now() - timedelta(minutes=1), "next_try_at": now(), **attempt}
    Act.objects.unscoped().filter(pk=act.pk).update(**changed)


def give_stream_key(account: Any) -> None:
    """A confirmed start of a stream whose key nobody has read yet."""
    from veche.kernel.clock import now
    from veche.kernel.crypto import Secret
    from veche.networks.protocol import Done
    from veche.outbox.domain.confidential import sealed_of
    from veche.outbox.models import Act

    act = Act.objects.unscoped().get(verb="start_live")
    told = {"state": "confirmed", "proof": "answer", "proven_at": now(), "last_call_at": now(), "remote_id": "1_77"}
    done = Done("1_77", confidential=Secret("rtmp://stream.example.ru key-of-the-stream"))
    Act.objects.unscoped().filter(pk=act.pk).update(**told, **sealed_of(act, done))


def second_step() -> None:
    from allauth.mfa.totp.internal.auth import TOTP

    from veche.staff.models import Person

    TOTP.activate(Person.objects.unscoped().order_by("pk").first(), "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")


def queue_everything(accounts: dict[str, Any]) -> None:
    """Every task with valid arguments."""
    from django.tasks import Task
    from django.utils.module_loading import import_string

    stored = json.loads((Path(__file__).parents[1] / "stored_values.json").read_text("utf-8"))
    for path in stored["tasks"]:
        task: Task[Any, Any] = import_string(path)
        for words in arguments(path.rpartition(".")[2], accounts):
            task.enqueue(*words)


def arguments(name: str, accounts: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    from veche.inbox.models import MessagePicture
    from veche.outbox.models import Act
    from veche.posts.models import Media  # type: ignore[attr-defined] # where that commit has it

    vk = accounts["vk"]
    known: dict[str, tuple[Any, ...]] = {
        "check_account": (vk.pk, None),
        "part": (vk.pk, 0),
        "look_at_connection": ("00000000-0000-4000-8000-000000000000",),
        "fetch_picture": (MessagePicture.objects.unscoped().values_list("pk", flat=True).first(),),
        "check_journal": (vk.administration_id,),
        "check_rest": (vk.administration_id,),
        "prepare": (Media.objects.unscoped().values_list("pk", flat=True).first(),),
        "send_link": (vk.responsible_id, 0),
        "send_invite_link": (vk.responsible_id, 0),
        "deliver": (titled("due: vk").pk,),
        "read_back_act": (
            Act.objects.unscoped().filter(state="confirmed", account=vk).values_list("pk", flat=True).first(),
        ),
        "tell_network": (vk.pk,),
        "look_at_administrators": (vk.pk,),
        "sort_out": (vk.pk,),
    }
    of_a_network = {
        *("look_after_calls", "poll_network", "read_figures_of"),
        *("read_back_network", "look_at_hand_work", "compare_looks"),
    }
    if name in of_a_network:
        yield from ((slug,) for slug in accounts)
    else:
        yield known.get(name, ())


def call_it_real() -> None:
    """Not a demo: keys of training networks open in the demo alone."""
    from veche.accounts.models import Key
    from veche.staff.models import Administration

    Key.objects.unscoped().update(training=False)
    Administration.objects.update(training=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
