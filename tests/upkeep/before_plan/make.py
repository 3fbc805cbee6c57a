"""Make the fixtures of this folder by the commit that README.md names.

    make.py FOLDER [URL]     on SQLite, or in the empty PostgreSQL database

FOLDER is new. Afterwards it holds `sqlite.tar.xz` or `postgresql.tar.xz`.
"""

import json
import os
import subprocess
import sys
import tarfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Barnaul")
LATER = datetime(2040, 1, 11, 5, tzinfo=UTC)
WEEKS = [date(2026, 10, 26) + timedelta(days=7 * number) for number in range(5)]


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
    from tests.factories import make_account
    from tests.people import CAST, make_department, play
    from veche.norm.models import Norm
    from veche.staff.domain.found import found_administration

    city = found_administration(name="Администрация города Рубцовска", city="Рубцовск", time_zone="Asia/Barnaul")
    culture = make_department(city)
    people = {name: play(name, city, department=culture if name == "dave" else None) for name in CAST}
    accounts = [make_account(city, responsible=people["alice"], network=slug) for slug in ("vk", "telegram")]
    Norm.objects.create(administration=city, minimum=3, categories=["activity"], valid_from=WEEKS[3])
    past_weeks(people, accounts)
    present(people, accounts)


def past_weeks(people: dict[str, Any], accounts: list[Any]) -> None:
    """A post a day at 10:00, and in each week one thing that the count has to see."""
    for number, monday in enumerate(WEEKS):
        for day in range(5 - number % 2):
            came(f"week {number} day {day}", people, accounts, at(monday, day, 10))
    came("late on Sunday", people, accounts, at(WEEKS[0], 6, 23, 50))
    came("early on Monday", people, accounts, at(WEEKS[1], 0, 0, 10))
    withdrawn(came("withdrawn", people, accounts, at(WEEKS[1], 2, 12)), people["carol"])
    removed(came("removed by somebody else", people, accounts, at(WEEKS[1], 3, 12)))
    came("by hand", people, accounts, at(WEEKS[2], 1, 12), proof="person", confirmed_by=people["bob"])
    came("does not count", people, accounts, at(WEEKS[2], 2, 12), category="other")
    came("important, which counts no more", people, accounts, at(WEEKS[3], 2, 12), category="important")
    came("in one network", people, accounts[:1], at(WEEKS[3], 4, 12))
    moved = came("planned for the week before", people, accounts, at(WEEKS[4], 0, 9))
    set_hour(moved, at(WEEKS[3], 6, 18), acts=False)


def present(people: dict[str, Any], accounts: list[Any]) -> None:
    """An occasion, what waits for a yes, what is agreed, what failed and was told of, and a draft of a past hour."""
    from tests.factories import make_occasion
    from veche.outbox.models import Act
    from veche.publishing.domain.asking import ask_about

    alice = people["alice"]
    make_occasion(alice.administration, by=alice, starts_at=LATER)
    set_hour(draft("draft", alice, accounts), at(WEEKS[4], 3, 9), acts=False)
    ask_about(version=draft("waits", alice, accounts).versions.get(), by=alice)
    agreed("agreed", people, accounts)
    failed = agreed("failed", people, accounts)
    acts = Act.objects.unscoped().filter(delivery__version__post=failed)
    acts.update(state="failed", reason="Ключ отозван.")


def draft(title: str, by: Any, accounts: list[Any], category: str = "activity") -> Any:
    from veche.posts.domain.write import save_text
    from veche.publishing.domain.begin import begin_post

    post = begin_post(
        administration=by.administration,
        by=by,
        title=title,
        publish_at=LATER,
        accounts=accounts,
        format="text",
        category=category,
    )
    version = post.versions.get()
    save_text(version=version, by=by, revision=version.revision, text=f"{title}. Каток открыт.", variants={})
    return post


def agreed(title: str, people: dict[str, Any], accounts: list[Any], category: str = "activity") -> Any:
    from veche.approval.enums import Verdict
    from veche.publishing.domain.asking import ask_about
    from veche.publishing.domain.release import decide_and_release

    post = draft(title, people["alice"], accounts, category)
    step = ask_about(version=post.versions.get(), by=people["alice"]).steps.get()
    decide_and_release(step=step, by=people["carol"], verdict=Verdict.YES)
    return post


def came(title: str, people: dict[str, Any], accounts: list[Any], moment: datetime, **fields: Any) -> Any:
    """It came out at this moment, as if the networks had proven it."""
    from veche.outbox.models import Act

    post = agreed(title, people, accounts, fields.pop("category", "activity"))
    set_hour(post, moment, acts=True)
    for act in Act.objects.unscoped().filter(delivery__version__post=post):
        done = {"state": "confirmed", "remote_id": str(act.pk), "proof": "answer", "last_call_at": moment, **fields}
        Act.objects.unscoped().filter(pk=act.pk).update(proven_at=moment, **done)
    return post


def set_hour(post: Any, moment: datetime, *, acts: bool) -> None:
    from veche.outbox.models import Act
    from veche.plan.models import PlanItem

    PlanItem.objects.unscoped().filter(post=post).update(publish_at=moment)
    if acts:
        hours = {"due_at": moment, "next_try_at": moment, "not_after": moment + timedelta(hours=1)}
        Act.objects.unscoped().filter(delivery__version__post=post).update(**hours)


def withdrawn(post: Any, by: Any) -> None:
    from veche.outbox.models import Act
    from veche.publishing.domain.withdraw import withdraw

    withdraw(post=post, by=by, reason="Ошибка в дате.")
    Act.objects.unscoped().filter(about__delivery__version__post=post).update(state="confirmed", proof="answer")


def removed(post: Any) -> None:
    from veche.outbox.domain.divergence import open_divergence
    from veche.outbox.enums import DivergenceKind
    from veche.outbox.models import Act

    for act in Act.objects.unscoped().filter(delivery__version__post=post):
        open_divergence(act=act, kind=DivergenceKind.GONE)


def at(monday: date, day: int, hour: int, minute: int = 0) -> datetime:
    there = datetime(monday.year, monday.month, monday.day, hour, minute, tzinfo=ZONE) + timedelta(days=day)
    return there.astimezone(UTC)


def tell(data: Path, letters: Any) -> None:
    """Send the letters that are due, and note what each week counted and how many letters left."""
    from veche.alarms.tasks import tell as tell_people
    from veche.norm.domain.week import week_norm
    from veche.staff.models import Administration

    tell_people.call()
    city = Administration.objects.get()
    weeks = {}
    for monday in WEEKS:
        week = week_norm(city, monday)
        titles = sorted(one.title for one in week.counted if one.out)
        numbers = {name: getattr(week, name) for name in ("minimum", "out", "by_person", "beside", "missing")}
        weeks[monday.isoformat()] = numbers | {"titles": titles}
    seen = {"weeks": weeks, "letters": len(letters.letters)}
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
