"""A direction override in a name or a title does not affect the text beside it: templates by a
rule, pages in Chromium.
"""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from tests.factories import make_account, make_act, make_message, make_occasion, make_plan_item
from tests.publishing.test_browser import said, sit_down, site  # noqa: F401
from tests.screens import DESK, PHONE
from veche.kernel.clock import now
from veche.moderation.domain.rule import delete
from veche.outbox.enums import ActState
from veche.staff.models import Person

TEMPLATES = Path(__file__).parents[2] / "src" / "veche"
TURNED = "\u202eвокраП"  # an unclosed override
# Last parts of expressions that hold typed text.
WORDS = re.compile(
    r"\{\{\s*(?:[\w.]+\.)?(?:display_name|author|author_name|note|alt|by|person|who|quote|reason|department|owner_name|released_by|undone_by|"
    r"created_by|seen_by|conversation)(?:\|(?!linebreaks)[^}]*)?\s*\}\}"
)
# Names of people, which stand in <bdi> also where they are alone.
NAMES = re.compile(
    r"\{\{\s*(?:[\w.]+\.)?(?:display_name|author|author_name|comment\.name|said\.name|line\.name|entry\.who|member\.person)\s*\}\}"
)
# The text is the whole content of an element; the style sheet isolates inline elements.
ALONE = re.compile(r"\s*(?:\{%\s*(?:end\w+|else|elif)[^%]*%\}\s*)*<")


def test_no_template_lets_peoples_words_stand_in_bare_text():
    bare = {}
    for path in sorted(TEMPLATES.rglob("*.html")):
        text = re.sub(r"\{%\s*comment.*?endcomment\s*%\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        found = [match[0] for match in WORDS.finditer(text) if _is_bare(text, match)]
        if found:
            bare[str(path.relative_to(TEMPLATES))] = found

    assert bare == {}


def test_names_of_people_stand_in_bdi():
    bare = {}
    for path in sorted(TEMPLATES.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        found = [match[0] for match in NAMES.finditer(text) if _is_bare(text, match, alone=False)]
        if found:
            bare[str(path.relative_to(TEMPLATES))] = found

    assert bare == {}


def _is_bare(text: str, match: re.Match[str], *, alone: bool = True) -> bool:
    before, after = text[: match.start()], text[match.end() :]
    in_a_tag = before.rfind("<") > before.rfind(">")
    in_a_block = re.search(r"\{% block (?:title|foot) %\}[^\n]*$", before)
    if not alone:
        return not (in_a_tag or in_a_block or before.rstrip().endswith("<bdi>"))
    return not (in_a_tag or in_a_block or (before.rstrip().endswith(">") and ALONE.match(after)))


# For each text of ours after typed text: whether two consecutive letters are ordered from left to right.
TURNS = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const words = node.data, typed = words.lastIndexOf("вокраП");
    const from = typed < 0 ? 0 : typed + 6, at = from + words.slice(from).search(/\\p{L}\\p{L}/u);
    if (at < from || !node.parentElement.checkVisibility()) continue;
    const range = document.createRange();
    const place = (start) => {
      range.setStart(node, start);
      range.setEnd(node, start + 1);
      return range.getBoundingClientRect();
    };
    const [one, two] = [place(at), place(at + 1)];
    if (one.top === two.top && two.left < one.left) found.push(words.trim().slice(0, 80));
  }
  return found;
}"""


@pytest.mark.e2e
@pytest.mark.sweep
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("size", [DESK, PHONE], ids=str)
def test_an_override_turns_no_words_of_ours(
    alice: Person,
    sit_down,  # noqa: F811
    size: tuple[int, int],
):
    city = alice.administration
    alice.display_name = f"Анна {TURNED}"
    alice.save()
    account = make_account(city, responsible=alice, title=f"Город {TURNED}")
    item = make_plan_item(city, author=alice, accounts=(account,), title=f"Каток {TURNED}", note=f"Снять {TURNED}")
    occasion = make_occasion(city, by=alice, title=f"Ярмарка {TURNED}", starts_at=now())
    act = make_act(account, title=f"Мост {TURNED}", state=ActState.CONFIRMED, proof="person", proven_at=now())
    type(act).objects.filter(pk=act.pk).update(confirmed_by=alice)
    make_act(account, title=f"Тепло {TURNED}", state=ActState.FAILED, reason="VK не принял.")
    comment = make_message(account, text=f"Займ {TURNED}", author_name=f"Иван {TURNED}")
    ruling = delete(
        message=make_message(account, text=f"Казино {TURNED}", author_name=f"Пётр {TURNED}"), by=alice, ground="spam"
    )
    page = sit_down(alice, size)

    turned = {}
    for address in (
        "/",
        "/week/",
        f"/week/items/{item.pk}/",
        reverse("plan:occasion_page", args=[occasion.pk]),
        "/posts/",
        "/outbox/",
        f"/outbox/{act.pk}/",
        f"/inbox/{comment.pk}/",
        "/inbox/deletions/",
        f"/inbox/deletions/{ruling.pk}/",
        "/accounts/",
        f"/accounts/{account.pk}/",
    ):
        shown = page.goto(address, wait_until="networkidle")
        turned[address] = (shown.status if shown else 0, page.evaluate(TURNS))

    assert {address: found for address, found in turned.items() if found != (200, [])} == {}
