"""Two moderators with one comment open in Chromium: each sees the other, and no words are lost or sent twice."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_account, make_message
from tests.web.test_inbox_screen import Open, open_page, site, violations  # noqa: F401 -- fixtures
from veche.inbox.models import Answer
from veche.staff.models import Administration, Person

pytestmark = [pytest.mark.e2e, pytest.mark.sweep, pytest.mark.django_db(transaction=True)]


def test_two_moderators_answer_at_once(
    open_page: Open,  # noqa: F811 -- the fixture
    rubtsovsk: Administration,
    alice: Person,
    carol: Person,
) -> None:
    comment = make_message(make_account(rubtsovsk, responsible=alice), text="Когда откроют каток?")
    first, second = (open_page(person, f"/inbox/{comment.pk}/") for person in (alice, carol))
    first.locator("#id_text").fill("В пятницу.")
    first.get_by_text("10 из").wait_for()  # counted, and noted that she writes
    second.reload()
    expect(second.locator(".at-work")).to_contain_text("Отвечает сейчас: alice")
    second.locator("#id_text").fill("Не раньше субботы.")
    with first.expect_navigation():
        first.get_by_role("button", name="Отправить").click()

    with second.expect_navigation():
        second.get_by_role("button", name="Отправить").click()
    expect(second.locator("#reply-error")).to_contain_text("Пока вы писали, на это ответили: alice")
    expect(second.locator("#id_text")).to_have_value("Не раньше субботы.")
    expect(second.locator(".say-ours")).to_contain_text("В пятницу.")
    assert violations(second) == []
    assert list(Answer.objects.values_list("text", flat=True)) == ["В пятницу."]
    with second.expect_navigation():
        second.get_by_role("button", name="Отправить тоже").click()
    assert set(Answer.objects.values_list("author", "text")) == {
        (alice.pk, "В пятницу."),
        (carol.pk, "Не раньше субботы."),
    }
