"""A deputy agrees by keyboard alone on a small window: what has the focus is never under the bar of decisions."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.approval.routes import route, sheet_about, steps
from tests.publishing.test_browser import said, sit_down, site  # noqa: F401 -- fixtures
from tests.screens import PHONE
from veche.approval.models import Decision
from veche.staff.models import Person

pytestmark = [pytest.mark.e2e, pytest.mark.sweep, pytest.mark.django_db(transaction=True)]
# Whether something else lies over the middle of what has the focus, once the page is drawn anew.
COVERED = """async () => {
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const one = document.activeElement, box = one.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return [one.innerText.trim(), !(one.contains(top) || top?.contains(one))];
}"""


def test_what_has_the_focus_is_seen(
    alice: Person,
    carol: Person,
    sit_down: Callable[..., Page],  # noqa: F811
):
    route(alice.administration, (1, "press_head", {"question": "Верны ли сроки?"}))
    sheet = sheet_about(alice, text="Каток открыт. " * 40)
    page = sit_down(carol, PHONE)
    page.emulate_media(reduced_motion="reduce")  # a smooth scroll is on its way for a while
    page.goto(f"/approval/{steps(sheet)[0].pk}/", wait_until="networkidle")

    passed: list[tuple[str, bool]] = []
    while "Согласовать" not in [name for name, _ in passed] and len(passed) < 40:
        page.keyboard.press("Tab")
        name, covered = page.evaluate(COVERED)
        passed.append((name, covered))
    page.keyboard.press("Enter")

    assert [name for name, is_covered in passed if is_covered] == []
    page.wait_for_url("**/approval/")
    assert Decision.objects.unscoped().get().person == carol
