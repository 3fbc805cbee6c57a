"""A small city for the browser, made by the product's own verbs: `python -m tests.e2e.seed < sandbox.json > cast.json`.

A separate process, because the database cannot be queried while playwright runs.
"""

import json
import os
import sys
from typing import Any

PASSWORD = "семь тихих яблонь"
# Everybody has a second factor, except the press officer, who sets it up during the test. The officer and the deputy
# are used by the story alone.
CAST = {
    "officer": ("Специалист пресс-службы", "press_officer"),
    "colleague": ("Второй специалист", "press_officer"),
    "press_head": ("Начальник пресс-службы", "press_head"),
    "deputy": ("Заместитель начальника", "press_head"),
    "curator": ("Куратор отдела культуры", "curator"),
    "it": ("Отдел ИТ", "it"),
    "head": ("Глава города", "head"),
    "auditor": ("Проверяющий", "auditor"),
}
# Names of an account, and of the keys for each slot, in the sandbox's line.
PLACES: dict[str, tuple[str, dict[str, str]]] = {
    "vk": ("group_id", {"community": "community_token", "admin": "admin_token"}),
    "ok": ("group_id", {"admin": "access_token", "application": "application_key", "secret": "application_secret"}),
    "telegram": ("channel_id", {"bot": "token"}),
    "max": ("chat_id", {"bot": "token"}),
}
# The title of the city's page in each network.
ACCOUNTS = "Рубцовск официально"
PUBLISHED = "Библиотека открыта до восьми"
VERDICTS = {"approved": "yes", "returned": "return"}
SECURED = CAST.keys() - {"officer"}


def seed(sandbox: dict[str, Any]) -> dict[str, dict[str, str]]:
    """A publication in each state before sending, and one that is sent at once."""
    from django.conf import settings

    from veche.accounts.domain.check import check
    from veche.accounts.domain.keys import put_key
    from veche.accounts.domain.register import register
    from veche.kernel.crypto import Secret
    from veche.staff.domain.found import found_administration
    from veche.staff.models import Department

    city = found_administration(name=settings.CITY, city="Рубцовск", time_zone=settings.TIME_ZONE)
    culture = Department.objects.create(administration=city, name="Отдел культуры")
    people = {name: _person(city, name, culture if name == "curator" else None) for name in CAST}
    for network, (name, slots) in PLACES.items():
        number = f"club{sandbox['vk'][name]}" if network == "vk" else sandbox[network][name]
        linked = {"linked_group_id": str(sandbox["telegram"]["group_id"])} if network == "telegram" else {}
        fields = {"title": ACCOUNTS, "responsible": people["officer"], **linked}
        account = register(administration=city, by=people["it"], network=network, remote_id=str(number), fields=fields)
        for slot, key in slots.items():
            put_key(account=account, slot=slot, secret=Secret(sandbox[network][key]), by=people["it"])
        check(account=account, by=people["it"])
    _live(city, people)
    return {name: {"email": person.email, "secret": _second_step(name, person)} for name, person in people.items()}


def _person(city: Any, name: str, department: Any) -> Any:
    from veche.staff.domain.invite import accept_invite, invite
    from veche.staff.enums import Role

    title, role = CAST[name]
    invitation = invite(
        by=None,
        administration=city,
        email=f"{name}@example.test",
        display_name=title,
        role=Role(role),
        department=department,
    )
    return accept_invite(secret=invitation.secret.reveal(), password=PASSWORD)


def _live(city: Any, people: dict[str, Any]) -> None:
    """A publication in each state that a page shows before it goes out, and one that goes out at once."""
    from datetime import timedelta

    from veche.accounts.models import Account
    from veche.approval.domain.ask import ask
    from veche.approval.enums import Verdict
    from veche.approval.models import Step
    from veche.kernel.clock import now
    from veche.plan.domain.items import plan_item
    from veche.plan.domain.occasions import add_occasion
    from veche.posts.domain.queries import latest_version
    from veche.posts.domain.write import save_text
    from veche.publishing.domain.begin import begin_post
    from veche.publishing.domain.change import rewrite
    from veche.publishing.domain.release import decide_and_release

    accounts = list(Account.objects.of(city))
    tomorrow, writer = now() + timedelta(days=1), people["colleague"]
    add_occasion(administration=city, by=writer, kind="other", title="Как вызвать трактор во двор")
    plan_item(administration=city, by=writer, title="Горка у школы № 2", publish_at=tomorrow, accounts=accounts)
    for title, publish_at, fate in (
        ("Ярмарка у ДК «Тракторостроитель»", tomorrow, "draft"),
        ("Ремонт моста через Алей", tomorrow, "asked"),
        ("Набор в кружки", tomorrow, "returned"),
        ("День матери: концерт в субботу", tomorrow, "approved"),
        (PUBLISHED, now(), "approved"),
    ):
        post = begin_post(
            administration=city,
            by=writer,
            title=title,
            publish_at=publish_at,
            accounts=accounts,
            format="text",
            category="activity",
            occasion=None,
        )
        version = latest_version(post)
        save_text(version=version, by=writer, revision=version.revision, text=f"{title}. Приходите.", variants={})
        if fate != "draft":
            sheet = ask(version=latest_version(post), by=writer)
        if fate in VERDICTS:
            step = Step.objects.of(city).get(sheet=sheet)
            decide_and_release(step=step, by=people["press_head"], verdict=Verdict(VERDICTS[fate]), note="Сухо.")
        if fate == "returned":
            rewrite(post=post, by=writer)


def _second_step(name: str, person: Any) -> str:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    if name not in SECURED:
        return ""
    secret: str = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "veche.config.settings")
    import django

    django.setup()
    json.dump(seed(json.load(sys.stdin)), sys.stdout)


if __name__ == "__main__":
    main()
