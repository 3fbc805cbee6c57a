"""Make the fixtures of this folder by the commit that README.md names.

    make.py FOLDER [URL]     on SQLite, or in the empty PostgreSQL database

FOLDER is new. Afterwards it holds `sqlite.tar.xz` or `postgresql.tar.xz`.
"""

import json
import os
import subprocess
import sys
import tarfile
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

LATER = datetime(2040, 1, 11, 5, tzinfo=UTC)
TEXT = "Каток на Ленина открыт. Вход бесплатный, коньки можно взять на месте."


def main(folder: Path, url: str) -> None:
    from tests.alarms.mail_server import MailServer

    data = folder / "data"
    data.mkdir(parents=True, mode=0o700)
    with MailServer() as letters:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "veche.config.settings",
            "VECHE_DATA": str(data),
            "VECHE_DATABASE_URL": url,
            "VECHE_EMAIL_URL": f"smtp://127.0.0.1:{letters.port}",
        }
        subprocess.run([sys.executable, "-m", "veche.cli", "prepare"], check=True)
        populate()
        tell(data, letters)
    pack(folder, url)


def populate() -> None:
    import django

    django.setup()
    from tests.people import CAST, make_department, play, stand_in
    from veche.staff.domain.found import found_administration
    from veche.staff.enums import Role

    city = found_administration(name="Администрация города Рубцовска", city="Рубцовск", time_zone="Asia/Barnaul")
    culture = make_department(city)
    people = {name: play(name, city, department=culture if name == "dave" else None) for name in CAST}
    stand_in(people["bob"], people["carol"], Role.PRESS_HEAD)
    sheets(people, accounts_of(people["alice"]))


def accounts_of(alice: Any) -> list[Any]:
    from tests.factories import make_account

    return [make_account(alice.administration, responsible=alice, network=slug) for slug in ("vk", "telegram")]


def sheets(people: dict[str, Any], accounts: list[Any]) -> None:
    """One post for each state of a sheet; the title names it."""
    from veche.approval.domain.ask import take_back
    from veche.plan.domain.items import cancel_item
    from veche.posts.domain.write import new_version

    alice, bob, carol = people["alice"], people["bob"], people["carol"]
    draft("draft", alice, accounts)
    ask_about(draft("waits", alice, accounts), alice)
    ask_about(draft("waits, written by the substitute", bob, accounts), bob)
    decided(draft("agreed", alice, accounts), alice, carol, "yes")
    decided(draft("agreed by the substitute", alice, accounts), alice, bob, "yes")
    decided(draft("returned", alice, accounts), alice, carol, "return")
    again = draft("returned and asked again", alice, accounts)
    decided(again, alice, carol, "return")
    ask_about(reworded(again, alice), alice)
    taken = draft("taken back", alice, accounts)
    ask_about(taken, alice)
    take_back(post=taken, by=alice)
    new_version(post=taken, by=alice)
    replaced = draft("replaced", alice, accounts)
    ask_about(replaced, alice)
    ask_about(reworded(replaced, alice), alice)
    correction = draft("correction", alice, accounts)
    decided(correction, alice, carol, "yes")
    out(correction)
    ask_about(reworded(correction, alice), alice)
    cancelled = draft("off the plan", alice, accounts)
    ask_about(cancelled, alice)
    cancel_item(item=cancelled.plan_item, by=alice)
    late = draft("too late", alice, accounts)
    ask_about(late, alice)
    pass_hour(late)
    refused(draft("not accepted", alice, accounts), alice, carol)


def draft(title: str, by: Any, accounts: list[Any]) -> Any:
    """A post with two pictures; the second has a description of its own in each post."""
    from veche.posts.domain.write import save_text
    from veche.publishing.domain.begin import begin_post

    post = begin_post(
        administration=by.administration,
        by=by,
        title=title,
        publish_at=LATER,
        accounts=accounts,
        format="photo",
        category="activity",
    )
    version = post.versions.get()
    described = {photo(version, by, "navy"): "Каток с трибуны", photo(version, by, "green"): f"Каток: {title}"}
    version.refresh_from_db()
    save_text(version=version, by=by, revision=version.revision, text=f"{title}. {TEXT}", variants={}, alts=described)
    return post


def photo(version: Any, by: Any, colour: str) -> int:
    from tests.written import jpeg
    from veche.posts.domain.pictures import add_picture

    content = BytesIO(jpeg(colour=colour))
    return int(add_picture(version=version, by=by, content=content, name=f"{colour}.jpg").pk)


def reworded(post: Any, by: Any) -> Any:
    from veche.posts.domain.write import new_version, save_text

    version = new_version(post=post, by=by)
    save_text(version=version, by=by, revision=version.revision, text=f"{version.text} Приходите.", variants={})
    return post


def ask_about(post: Any, by: Any) -> Any:
    from veche.publishing.domain.asking import ask_about as ask

    return ask(version=post.versions.order_by("number").last(), by=by).steps.get()


def decided(post: Any, by: Any, who: Any, verdict: str) -> None:
    from veche.approval.enums import Verdict
    from veche.publishing.domain.release import decide_and_release

    note = "Назовите часы работы." if verdict == "return" else ""
    decide_and_release(step=ask_about(post, by), by=who, verdict=Verdict(verdict), note=note)


def out(post: Any) -> None:
    """Its acts are done, as if the networks had proven them."""
    from veche.outbox.models import Act

    for act in Act.objects.unscoped().filter(delivery__version__post=post):
        Act.objects.unscoped().filter(pk=act.pk).update(
            state="confirmed",
            remote_id=str(act.pk),
            proof="answer",
            proven_at=act.created_at,
            last_call_at=act.created_at,
        )


def pass_hour(post: Any) -> None:
    from veche.approval.models import ApprovalSheet, Step
    from veche.kernel.clock import now
    from veche.plan.models import PlanItem

    hour = now() - timedelta(hours=5)
    PlanItem.objects.unscoped().filter(post=post).update(publish_at=hour)
    ApprovalSheet.objects.unscoped().filter(version__post=post).update(publish_at=hour)
    Step.objects.unscoped().filter(sheet__version__post=post).update(due_at=hour - timedelta(hours=3))


def refused(post: Any, by: Any, who: Any) -> None:
    """Agreed, and refused by the networks: people get letters."""
    from veche.outbox.models import Act

    decided(post, by, who, "yes")
    Act.objects.unscoped().filter(delivery__version__post=post).update(state="failed", reason="Ключ отозван.")


def tell(data: Path, letters: Any) -> None:
    """Send the letters that are due, and note who was asked what and how many letters left."""
    from veche.alarms.tasks import tell as tell_people
    from veche.approval.domain import queries
    from veche.approval.domain.queries import asked_of, waiting
    from veche.staff.models import Administration, Person

    who_may_say_yes: Any = vars(queries)["who_may_say_yes"]  # of the commit that this is run with
    tell_people.call()
    city = Administration.objects.get()
    seen = {
        "open": {
            step.sheet.version.post.plan_item.title: [one.display_name for one in who_may_say_yes(step.sheet.version)]
            for step in waiting(city)
        },
        "asked": {one.display_name: len(asked_of(one)) for one in Person.objects.of(city).order_by("pk")},
        "letters": len(letters.letters),
    }
    (data / "seen.json").write_text(json.dumps(seen, ensure_ascii=False, indent=1), encoding="utf-8")


def pack(folder: Path, url: str) -> None:
    """The data folder, and for PostgreSQL a dump of the whole database."""
    data = folder / "data"
    if url:
        dump = ["pg_dump", "--no-owner", "--no-privileges", f"--dbname={url}", f"--file={data / 'veche.sql'}"]
        subprocess.run(dump, check=True)
    with tarfile.open(folder / f"{'postgresql' if url else 'sqlite'}.tar.xz", "w:xz", preset=9) as archive:
        for path in sorted(data.iterdir()):
            if path.name != "static":
                archive.add(path, path.name)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
