"""Several people asking the same is a fact about their comments and never a ground; copies of one author are flood."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.factories import NOON, make_account, make_message
from tests.markup import element, elements
from veche.accounts.models import Account
from veche.inbox.domain.answer import answer
from veche.inbox.domain.same import people_of
from veche.inbox.enums import MessageState
from veche.inbox.models import Message
from veche.moderation.domain.propose import propose_for_new
from veche.moderation.domain.rule import keep
from veche.moderation.models import Proposal
from veche.staff.models import Administration, Person

TEXT = "Когда починят лифт в третьем подъезде на Мира? Ждём второй месяц"
CASINO = "Казино дарит 100 фриспинов новичкам, заходи по ссылке casino-1.example, вчера поднял 47 тысяч"


def written(account: Account, author: str, text: str = TEXT, at: datetime = NOON, **more: object) -> Message:
    named = {"author_name": f"Житель {author}"} | more
    return make_message(account, text=text, author_id=author, at=at, **named)


def groups(administration: Administration) -> list[list[str]]:
    """Authors of grouped comments, by group."""
    rows = Message.objects.of(administration).exclude(same_as=None).order_by("same_as", "at", "pk")
    found: dict[int | None, list[str]] = {}
    for first, author in rows.values_list("same_as", "author_id"):
        found.setdefault(first, []).append(author)
    return list(found.values())


def people(administration: Administration) -> list[int]:
    firsts = set(Message.objects.of(administration).exclude(same_as=None).values_list("same_as", flat=True))
    return sorted(shared.people for shared in people_of(administration, firsts).values())


def proposed(administration: Administration) -> list[list[str]]:
    return [row.grounds for row in Proposal.objects.of(administration).order_by("message__at", "pk")]


def test_different_authors_of_one_text_are_grouped_and_nothing_is_proposed(
    rubtsovsk: Administration, alice: Person, other_city: Administration
) -> None:
    accounts = [make_account(rubtsovsk, responsible=alice, network=network) for network in ("vk", "telegram", "ok")]
    for number, account in enumerate(accounts * 4):
        written(account, str(number), f"{TEXT}{'!' * number}", NOON + timedelta(minutes=number))
    written(accounts[0], "other", "Почему в парке нет ни одной лавочки?")
    elsewhere = written(make_account(other_city, responsible=alice), "9")
    propose_for_new()

    assert groups(rubtsovsk) == [[str(number) for number in range(12)]]
    assert people(rubtsovsk) == [12]
    assert proposed(rubtsovsk) == [[]] * 13
    assert not any(one["ground"] == "spam" for row in Proposal.objects.of(rubtsovsk) for one in row.spans)
    elsewhere.refresh_from_db()
    assert (elsewhere.same_as, proposed(other_city)) == (None, [[]])


def test_a_person_who_asks_twice_counts_once_and_equal_ids_of_two_networks_are_two_people(
    rubtsovsk: Administration, alice: Person
) -> None:
    vk, ok = (make_account(rubtsovsk, responsible=alice, network=network) for network in ("vk", "ok"))
    for account, author, name in (
        (vk, "1", "Анна"),
        (vk, "1", "Анна"),
        (ok, "1", "Пётр"),
        (ok, "", "Ира"),
        (ok, "", "Ира"),
    ):
        written(account, author, author_name=name)
    propose_for_new()

    assert people(rubtsovsk) == [4]


def test_one_shown_name_in_four_networks_is_one_person_and_two_ids_of_one_network_are_two(
    rubtsovsk: Administration, alice: Person, browser: Client
) -> None:
    networks = ("vk", "ok", "telegram", "max")
    accounts = [make_account(rubtsovsk, responsible=alice, network=network) for network in networks]
    for number, account in enumerate(accounts):
        written(account, str(number), author_name="Анна  Белова" if number else "анна белова")
    propose_for_new()
    assert people(rubtsovsk) == [1]
    assert "об одном" not in browser.get("/inbox/").content.decode()

    written(accounts[0], "other Anna", author_name="Анна Белова")
    written(accounts[1], "nameless", author_name="")
    propose_for_new()
    assert people(rubtsovsk) == [3]


def test_the_words_stand_only_where_an_answer_is_awaited(
    account: Account, browser: Client, rubtsovsk: Administration
) -> None:
    texts = {
        "Приду и разобью вам окна, ждите.": "",
        "Тупые идиоты, скотина этот ваш диспетчер!": "",
        "Подвоз воды во дворе был, спасибо": "",
        "Во дворе на Мира опять нет воды с утра": "2 человека пишут об одном",
        "Воды нет с шести утра! Когда дадут?": "2 человека спрашивают об одном",
    }
    for text in texts:
        for number in range(2):
            written(account, str(number), text, author_name=f"Житель {number}")
    propose_for_new()
    assert Message.objects.of(rubtsovsk).filter(same_as=None).count() == 0

    said = {line.message.text: line.same for line in browser.get("/inbox/").context["queue"].lines}
    assert said == texts

    Message.objects.of(rubtsovsk).update(state=MessageState.ANSWERED)
    assert "об одном" not in browser.get("/inbox/?show=all").content.decode()


def test_the_words_of_a_line_lead_to_its_group(account: Account, browser: Client, rubtsovsk: Administration) -> None:
    comments = [written(account, str(number), author_name=f"Житель {number}") for number in range(3)]
    written(account, "other", "Почему в парке нет ни одной лавочки?")
    propose_for_new()
    comments[0].refresh_from_db()

    queue = element(browser.get("/inbox/").content.decode(), "section#queue")

    assert queue.count(f'<a class="q-same" href="/inbox/?show=all&amp;same={comments[0].same_as_id}">') == 3


def test_an_apology_added_to_the_words_leaves_a_comment_in_its_group(
    account: Account, rubtsovsk: Administration
) -> None:
    texts = ("Воды нет. Когда дадут?", "Во дворе на Мира опять нет воды", TEXT)
    for text in texts:
        for number, added in enumerate(("", " Извините за тон, накипело.", " Простите за резкость!")):
            written(account, str(number), text + added)
    propose_for_new()

    assert groups(rubtsovsk) == [["0", "1", "2"]] * 3


def test_a_group_grows_after_a_restart_and_beyond_the_window(account: Account, rubtsovsk: Administration) -> None:
    for number, hours in enumerate((0, 2, 4, 6)):
        written(account, str(number), at=NOON + timedelta(hours=hours))
        propose_for_new()
    written(account, "too late", at=NOON + timedelta(hours=10))
    propose_for_new()

    assert groups(rubtsovsk) == [["0", "1", "2", "3"]]


def test_a_comment_that_says_something_else_now_leaves_its_group(account: Account, rubtsovsk: Administration) -> None:
    comments = [written(account, str(number)) for number in range(3)]
    propose_for_new()
    text = "Извините, лифт уже починили, спасибо мастерам"
    Message.objects.of(rubtsovsk).filter(pk=comments[0].pk).update(text=text, screened_at=None)
    propose_for_new()

    assert groups(rubtsovsk) == [["1", "2"]]
    assert people(rubtsovsk) == [2]


def test_private_messages_and_our_own_words_belong_to_no_group(account: Account, rubtsovsk: Administration) -> None:
    written(account, "1")
    written(account, "2", ours=True)
    propose_for_new()

    assert groups(rubtsovsk) == []


def test_one_author_who_writes_the_same_three_times_is_proposed(account: Account, rubtsovsk: Administration) -> None:
    for minute in range(3):
        written(account, "1", at=NOON + timedelta(minutes=minute))
    propose_for_new()

    assert proposed(rubtsovsk) == [["spam"]] * 3
    row = Proposal.objects.of(rubtsovsk).filter(ground="spam").latest("pk")
    assert [(one["rule"], one["words"]) for one in row.spans if one["ground"] == "spam"] == [
        ("flood-author", "один автор пишет одно и то же за десять минут: 3")
    ]
    assert groups(rubtsovsk) == []


def test_a_flood_marks_its_first_comments_too_but_not_what_a_person_let_stand(
    account: Account, alice: Person, rubtsovsk: Administration
) -> None:
    said = []
    for minute in (-20, 0, 1, 2, 3):
        said.append(written(account, "1", at=NOON + timedelta(minutes=minute)))
        propose_for_new()
        if minute == 0:
            keep(message=said[-1], by=alice)

    # The one of twenty minutes ago is no part of the flood.
    assert proposed(rubtsovsk) == [[], [], ["spam"], ["spam"], ["spam"]]


def test_an_author_who_floods_among_many_is_proposed_alone(account: Account, rubtsovsk: Administration) -> None:
    for number, author in enumerate(("1", "2", "3", "3", "3")):
        written(account, author, at=NOON + timedelta(minutes=number))
    propose_for_new()

    assert proposed(rubtsovsk) == [[], [], ["spam"], ["spam"], ["spam"]]
    assert people(rubtsovsk) == [3]


def test_an_advertisement_of_many_authors_is_proposed_for_its_own_words(
    account: Account, rubtsovsk: Administration, browser: Client
) -> None:
    for author in range(4):
        written(account, str(author), CASINO)
    propose_for_new()

    assert proposed(rubtsovsk) == [["spam"]] * 4
    rules = {one["rule"] for row in Proposal.objects.of(rubtsovsk) for one in row.spans}
    assert not any(rule.startswith("flood") for rule in rules)
    assert "спрашива" not in browser.get("/inbox/").content.decode()


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (2, "2 человека спрашивают об одном"),
        (5, "5 человек спрашивают об одном"),
        (12, "12 человек спрашивают об одном"),
        (21, "21 человек спрашивает об одном"),
    ],
)
def test_queue_and_comment_tell_how_many_people_ask(
    account: Account, browser: Client, number: int, says: str, rubtsovsk: Administration
) -> None:
    comments = [written(account, str(author), at=NOON + timedelta(seconds=author)) for author in range(number)]
    written(account, "other", "Почему в парке нет ни одной лавочки?", NOON + timedelta(hours=1))
    propose_for_new()

    html = browser.get(f"/inbox/{comments[1].pk}/").content.decode()

    first = Message.objects.of(rubtsovsk).get(pk=comments[1].pk).same_as_id
    link = f'<a href="/inbox/?show=all&amp;same={first}">'
    assert html.count(says) == number + 1
    assert [says in found for found in elements(html, "a") if found.startswith(link)] == [True]
    assert html.count(" checked") == 0


def test_the_filter_shows_these_comments_alone(account: Account, browser: Client, rubtsovsk: Administration) -> None:
    for author in range(3):
        written(account, str(author), author_name=f"Жилец {author}")
    written(account, "other", "Почему в парке нет ни одной лавочки?")
    propose_for_new()
    first = Message.objects.of(rubtsovsk).exclude(same_as=None).values_list("same_as", flat=True)[0]

    shown = browser.get(f"/inbox/?show=all&same={first}").content.decode()
    waiting = browser.get(f"/inbox/?same={first}").content.decode()

    queue = element(shown, "section#queue")
    assert queue.count('class="q"') == 3
    assert "лавочки" not in queue
    assert "Жилец 2" in queue
    assert 'href="/inbox/?show=all" aria-current="true" title="Показать все комментарии"' in queue
    assert f'href="/inbox/?same={first}"' in queue  # the chip «Ждут» keeps the filter
    assert "Ждут <b>3</b>" in waiting
    for strange in ("0", "-1", "x", "99999999999", "123456789"):
        assert browser.get(f"/inbox/?same={strange}").status_code == 200


def test_what_another_administration_asks_is_not_shown(
    account: Account, browser: Client, other_city: Administration, alice: Person
) -> None:
    there = make_account(other_city, responsible=alice)
    for author in range(3):
        written(there, str(author))
    propose_for_new()
    first = Message.objects.of(other_city).exclude(same_as=None).values_list("same_as", flat=True)[0]

    html = browser.get(f"/inbox/?show=all&same={first}").content.decode()

    assert ("лифт" in html, "3 человека" in html) == (False, False)


def test_the_number_of_queries_does_not_grow_with_the_groups(
    account: Account, browser: Client, django_assert_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counted = []
    for group in range(2):
        for author in range(2 + 3 * group):
            text = ("Когда на Садовой дадут горячую воду?", TEXT)[group]
            written(account, f"{group}-{author}", text, NOON + timedelta(minutes=group))
        propose_for_new()
        browser.get("/inbox/")
        with CaptureQueriesContext(connection) as seen:
            browser.get("/inbox/")
        counted.append(len(seen))

    assert counted[0] == counted[1]


def test_an_answered_comment_leads_to_those_of_its_group_that_still_wait(
    account: Account, browser: Client, alice: Person
) -> None:
    asked = [written(account, str(number)) for number in range(4)]
    propose_for_new()
    answer(message=asked[0], by=alice, text="В пятницу.")

    matter = browser.get(f"/inbox/{asked[0].pk}/").context["matter"]
    opened = browser.get(matter.waiting.others_url).context["queue"].lines

    assert (matter.comment.same, matter.waiting.others) == ("", "Об этом же ещё 3 комментария ждут ответа")
    assert [line.message.pk for line in opened] == [one.pk for one in asked[1:]]
    assert browser.get(f"/inbox/{asked[1].pk}/").context["matter"].waiting.others == ""
