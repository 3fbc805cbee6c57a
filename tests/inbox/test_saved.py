"""Saved filters of the inbox: under a name, in the person's order, for oneself or for all."""

import pytest

from tests.factories import make_account, make_message
from tests.markup import element, elements, words
from tests.people import client_of
from veche.inbox.domain.saved import MOST, filter_of, save_filter
from veche.inbox.errors import InboxError
from veche.inbox.models import SavedFilter
from veche.journal.models import Entry
from veche.staff.models import Administration, Person

INBOX, FILTERS = "/inbox/", "/inbox/filters/"
WATER = "show=all&net=vk&q=вода"


def named(page: str) -> list[str]:
    """Names of the saved filters that the inbox shows."""
    chips = (one for one in elements(page, "a.chip") if "отбор" in one)
    return [words(one) for one in chips]


def test_a_filter_is_saved_shown_shared_and_put_in_order(
    rubtsovsk: Administration, alice: Person, bob: Person, carol: Person, dave: Person
) -> None:
    account = make_account(rubtsovsk, responsible=alice)
    make_message(account, text="Когда дадут воду?")
    browser, colleague = client_of(alice), client_of(bob)
    assert "Сохранить этот отбор" not in words(browser.get(INBOX).content.decode())
    page = browser.get(f"{INBOX}?{WATER}&after=1_2").content.decode()
    assert "Сохранить этот отбор" in words(page)
    saved = browser.post(f"{FILTERS}save/", {"name": " Вода ", "query": f"?{WATER}&after=1_2&next=//evil"}, follow=True)
    assert saved.redirect_chain[0][0] == f"{INBOX}?{filter_of(WATER)}"
    assert "Сохранить этот отбор" not in words(saved.content.decode())
    browser.post(f"{FILTERS}save/", {"name": "Личные", "query": "show=private", "shared": "on"})
    assert named(browser.get(INBOX).content.decode()) == ["Вода", "Личные"]
    # A colleague sees the shared one; who reads alone sees none.
    assert named(colleague.get(INBOX).content.decode()) == ["Личные"]
    assert named(client_of(dave).get(INBOX).content.decode()) == []

    first, second = SavedFilter.objects.order_by("pk")
    browser.post(f"{FILTERS}{second.pk}/move/")
    browser.post(f"{FILTERS}{first.pk}/change/", {"name": "Вода в VK", "shared": "on"})
    assert named(browser.get(INBOX).content.decode()) == ["Личные", "Вода в VK"]
    listed = client_of(carol).get(FILTERS).content.decode()
    assert [len(elements(one, "form")) for one in elements(element(listed, ".saved-filters"), "li")] == [3, 3]
    assert not elements(colleague.get(FILTERS).content.decode(), ".saved-filters")[0].count("<form")
    assert colleague.post(f"{FILTERS}{first.pk}/delete/").status_code == 403
    client_of(carol).post(f"{FILTERS}{first.pk}/delete/")
    assert named(colleague.get(INBOX).content.decode()) == ["Личные"]
    verbs = Entry.objects.filter(verb__startswith="inbox.filter").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["inbox.filter_shared", "inbox.filter_shared", "inbox.filter_unshared"]


@pytest.mark.parametrize(("name", "query"), [("", "q=1"), ("Я" * 41, "q=1"), ("Всё", "after=1"), ("Снег", "q=снег")])
def test_what_cannot_be_saved_is_said(alice: Person, name: str, query: str) -> None:
    save_filter(by=alice, name="Снег", query="q=1", shared=False)
    with pytest.raises(InboxError):
        save_filter(by=alice, name=name, query=query, shared=False)
    assert SavedFilter.objects.count() == 1


def test_nobody_saves_filters_without_end(alice: Person) -> None:
    for number in range(MOST):
        save_filter(by=alice, name=str(number), query="q=1", shared=False)
    with pytest.raises(InboxError, match="Уберите ненужный"):
        save_filter(by=alice, name="ещё", query="q=1", shared=False)
