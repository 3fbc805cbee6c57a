"""Page changes, the page form and statistics in Chromium: they fit the window, and axe finds nothing."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.publishing.test_after_publication import act_of, agreed, out  # noqa: F401
from tests.publishing.test_browser import said, sit_down, site  # noqa: F401
from tests.screens import ON_A_DESK
from veche.accounts.domain.administrators import store_list
from veche.accounts.domain.page_changes import give_verdict, note_page_change
from veche.accounts.enums import PageChangeKind, Verdict
from veche.accounts.models import Account, Passport
from veche.kernel.clock import now
from veche.networks.protocol import Administrator, Describe, PostStatistics, Rank
from veche.outbox.domain.page import plan_profile_change
from veche.posts.models import PostVersion
from veche.publishing.domain.figures import keep as keep_figures
from veche.publishing.models import PostFigures
from veche.staff.models import Person

pytestmark = [pytest.mark.e2e, pytest.mark.sweep, pytest.mark.django_db(transaction=True)]

OWNER = Administrator("11", "Глушко Вера", Rank.OWNER)
EDITOR = Administrator("12", "Пашин Олег", Rank.EDITOR, ("can_post_messages", "can_edit_messages"))
BOT = Administrator("13", "veche_rubtsovsk_bot", Rank.ADMINISTRATOR, bot=True)


def by_hand(account: Account) -> None:
    why = "Обложку этот ключ не меняет: нужен ключ администратора."
    known: dict[str, Any] = {"set_cover": {"mode": "by_hand", "why": why, "slot": None, "steps": []}}
    Passport.objects.update_or_create(
        administration=account.administration, account=account, defaults={"checked_at": now(), "abilities": known}
    )


def a_restless_page(account: Account, ivan: Person, carol: Person) -> None:
    store_list(account=account, found=(OWNER, EDITOR))
    account.refresh_from_db()
    store_list(account=account, found=(OWNER, BOT, Administrator("99", "Неизвестный Гость", Rank.ADMINISTRATOR)))
    long = "Официальная страница администрации города. Отвечаем в будни с девяти до шести, в субботу до часа."
    note_page_change(
        account=account, kind=PageChangeKind.PAGE, what="description", before=long, after="Купи слона", by_id="99"
    )
    give_verdict(alteration=account.alterations.latest("pk"), by=ivan, verdict=Verdict.NOT_OURS)
    note_page_change(account=account, kind=PageChangeKind.PAGE, what="avatar")
    give_verdict(alteration=account.alterations.latest("pk"), by=ivan, verdict=Verdict.OURS)
    plan_profile_change(account=account, act=Describe(long), by=carol)


@pytest.mark.parametrize(("size", "scheme"), ON_A_DESK)
def test_the_pages_are_fit_for_everybody(
    out: PostVersion,  # noqa: F811
    ivan: Person,
    carol: Person,
    sit_down,  # noqa: F811
    said: list[str],  # noqa: F811
    size: tuple[int, int],
    scheme: str,
):
    vk, telegram = act_of(out, "vk"), act_of(out, "telegram")
    by_hand(vk.account)
    a_restless_page(vk.account, ivan, carol)
    for figures in (PostStatistics(1200, 17, 3, 2), PostStatistics(1840, 23, 3, 5)):
        PostFigures.objects.update(day=now().date() - timedelta(days=3))
        keep_figures(account=vk.account, acts={vk.remote_id: vk}, found={vk.remote_id: figures})
    never: dict[str, Any] = {
        "statistics": {"mode": "absent", "why": "Ботам просмотры не видны.", "slot": None, "steps": []}
    }
    Passport.objects.create(
        administration=telegram.administration, account=telegram.account, checked_at=now(), abilities=never
    )
    page = sit_down(carol, size, scheme)
    account = vk.account_id
    addresses = (f"/accounts/{account}/", f"/accounts/{account}/page/", "/", f"/posts/{out.post.pk}/")

    found = {}
    for number, address in enumerate(addresses):
        page.goto(address, wait_until="load")
        if folder := os.environ.get("VECHE_PICTURES"):
            page.screenshot(path=Path(folder) / f"altered-{number}-{size[0]}-{scheme}.png", full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        found[address] = (
            wide,
            [(one["id"], one["nodes"][0]["html"]) for one in Axe().run(page).response["violations"]],
        )

    assert {address: result for address, result in found.items() if result != (False, [])} == {}
    assert said == []
