"""The pages about authors in Chromium: desktop and phone, keyboard, no violations."""

import os

import pytest

from tests.factories import make_letter
from tests.moderation.measures import a_second
from tests.screens import ON_A_PHONE
from tests.web.test_inbox_screen import Open, open_page, site, talk, violations  # noqa: F401 -- fixtures
from veche.inbox.models import Message
from veche.moderation.domain.release import release
from veche.moderation.domain.restrict import restrict
from veche.moderation.models import Restriction
from veche.outbox.enums import ActState, Proof
from veche.outbox.models import Act
from veche.staff.models import Person

pytestmark = [pytest.mark.e2e, pytest.mark.sweep, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def measures(talk: dict[str, Message], alice: Person) -> dict[str, Restriction]:  # noqa: F811
    """Restrictions: in force, by hand, failed, released before sending."""
    made = {
        name: restrict(
            message=talk[name], by=alice, ground=ground, term=term, why="пишет так часто", second=a_second(alice)
        )
        for name, ground, term in (
            ("insult", "insult", "week"),
            ("spam", "spam", "good"),
            ("pity", "obscene", "day"),
            ("thanks", "illegal", "month"),
        )
    }
    states: dict[str, dict[str, str]] = {
        "insult": {"state": ActState.CONFIRMED, "proof": Proof.ANSWER},
        "spam": {"state": ActState.BY_HAND, "reason": "Бот не администратор группы. Сделайте руками и отметьте здесь."},
        "pity": {"state": ActState.FAILED, "reason": "VK: у ключа нет права ограничивать. Замените ключ."},
    }
    for name, state in states.items():
        Act.objects.filter(restriction=made[name]).update(**state)
    release(restriction=made["thanks"], by=alice)
    return made


@pytest.mark.parametrize(("size", "scheme"), ON_A_PHONE)
def test_every_screen_is_clean(
    open_page: Open,  # noqa: F811
    talk: dict[str, Message],  # noqa: F811
    measures: dict[str, Restriction],
    alice: Person,
    size: tuple[int, int],
    scheme: str,
) -> None:
    letter = make_letter(talk["spam"].account, author_name="Подписчик 12", author_id="12", text="Как записаться?")
    for name, path in {
        "private": f"/inbox/{letter.pk}/",
        "button": f"/inbox/{talk['question'].pk}/",
        "standing": f"/inbox/{talk['insult'].pk}/",
        "restrict": f"/inbox/deletions/comments/{talk['question'].pk}/restrict/",
        "again": f"/inbox/deletions/comments/{talk['insult'].pk}/restrict/",
        "restricted": "/inbox/deletions/authors/",
        "deleted": "/inbox/deletions/",
        "restriction": f"/inbox/deletions/authors/{measures['insult'].pk}/",
        "by-hand": f"/inbox/deletions/authors/{measures['spam'].pk}/",
        "failed": f"/inbox/deletions/authors/{measures['pity'].pk}/",
    }.items():
        page = open_page(alice, path, size, scheme)
        if shots := os.environ.get("SHOTS"):
            page.screenshot(path=f"{shots}/author-{name}-{size[0]}-{scheme}.png", full_page=True)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert violations(page) == [], name
        assert width == size[0]


def test_b_opens_the_form(open_page: Open, talk: dict[str, Message], alice: Person) -> None:  # noqa: F811
    page = open_page(alice, f"/inbox/{talk['question'].pk}/")

    with page.expect_navigation():
        page.keyboard.press("b")
    page.get_by_label("Спам").check()
    page.get_by_label("сутки").check()
    page.get_by_label("Почему строже").fill("Пишет это под каждой записью")
    with page.expect_navigation():
        page.get_by_role("button", name="Решить D", exact=True).click()

    one = Restriction.objects.get()
    assert (one.ground, one.author) == ("spam", "Пассажир семёрки")
    assert "Автор: ограничиваем" in page.locator(".say-author").inner_text()
