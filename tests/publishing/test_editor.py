"""The editor's form with and without a script: no input is lost, whatever is pressed."""

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_account
from tests.markup import element, words
from tests.people import client_of
from tests.publishing.conftest import Window
from tests.undone import undone
from tests.written import TEXT, drafted, jpeg, with_picture, working, write
from veche.accounts.models import Account, Passport
from veche.approval.domain.ask import ask
from veche.kernel.clock import now
from veche.posts.domain.queries import latest_version, versions_of
from veche.posts.forms import LONGEST
from veche.posts.models import PostVersion
from veche.publishing.domain.standing import asked_version
from veche.staff.models import Person

AUTOSAVE = {"X-Autosave": "1"}
UPLOAD = {"X-Upload": "1"}
HTMX = {"HX-Request": "true"}


def page_of(answer) -> str:
    """The readable text, without the elements around people's words (tests/web/test_bidi.py)."""
    return re.sub(r"</?bdi>", "", " ".join(answer.content.decode().split()))


def number_of(version: PostVersion | None) -> int:
    return version.number if version else 0


def words_of(post) -> tuple[str, dict[str, str]]:
    version = latest_version(post)
    return version.text, {variant.network: variant.text for variant in version.variants.all()}


def test_a_button_saves_and_leads_back(window: Window):
    answer = window.press("save", text="Первая строка\r\nвторая ", text_vk="", text_telegram="Свой")

    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("publishing:edit", args=[window.post.pk]))
    assert words_of(window.post) == ("Первая строка\nвторая ", {"telegram": "Свой"})


def test_words_save_themselves(window: Window):
    answer = window.press("save", headers=AUTOSAVE, text="Само")

    said = json.loads(answer.content)
    assert said["version"] == window.version + 1 == working(window.post).revision
    assert said["saved"].startswith("сохранено в ")
    assert words_of(window.post) == ("Само", {})


def test_words_of_pictures_are_saved_with_the_text(window: Window, alice: Person):
    picture = with_picture(window.post, alice, alt="")
    window.version = working(window.post).revision

    typed: dict[str, Any] = {f"alt_{picture.pk}": " Лёд блестит "}
    window.press("save", **typed)

    picture.refresh_from_db()
    assert picture.alt == "Лёд блестит"


def test_two_at_once_see_both_texts(window: Window, bob: Person):
    write(window.post, bob, "Каток открыт до восьми.")

    by_hand = window.press("save", text="Каток открыт до девяти.")
    by_script = window.press("save", headers=AUTOSAVE, text="Каток открыт до девяти.")

    assert (by_hand.status_code, by_script.status_code) == (409, 409)
    for answer in (by_hand, by_script):
        shown = page_of(answer)
        assert "Пока вы писали, сохранили другой вариант: <b>bob, " in shown
        assert '<mark class="mark-style">девяти</mark>' in shown
        assert '<mark class="mark-style">восьми</mark>' in shown
        assert "Каток открыт до восьми девяти." in shown
    assert ">Каток открыт до девяти.</textarea>" in page_of(by_hand).replace("> К", ">К")
    assert words_of(window.post) == ("Каток открыт до восьми.", {})


def test_mine_goes_over_theirs_only_by_the_button(window: Window, bob: Person):
    theirs = write(window.post, bob, "Их текст")

    window.press("save", text="Мой текст", over=theirs.revision)

    assert words_of(window.post) == ("Мой текст", {})


def test_the_joined_text_is_saved_over_theirs(window: Window, bob: Person):
    theirs = write(window.post, bob, "Их текст")
    window.version = theirs.revision

    window.press("save", text="Их и мой текст")

    assert words_of(window.post) == ("Их и мой текст", {})


def test_words_whose_answer_was_lost_are_no_conflict(window: Window):
    answers = [json.loads(window.press("save", headers=AUTOSAVE, text="Само").content) for _ in range(2)]

    assert answers[0] == answers[1]
    assert (answers[0]["version"], words_of(window.post)) == (window.version + 1, ("Само", {}))


def test_a_third_who_was_quicker_is_a_conflict_again(window: Window, bob: Person):
    seen = write(window.post, bob, "Второй")
    write(window.post, bob, "Третий")

    answer = window.press("save", text="Мой", over=seen.revision)

    assert (answer.status_code, words_of(window.post)) == (409, ("Третий", {}))


def test_what_was_sent_meanwhile_is_not_lost(window: Window, alice: Person, bob: Person):
    """Bob submits while Alice writes: her words begin the next version, and his stays with the approver."""
    ask(version=working(window.post), by=bob)

    said = json.loads(window.press("save", headers=AUTOSAVE, text="Дописала").content)

    assert (said["badge"], "Версия 1 ждёт согласия" in said["stand"]) == ("черновик, версия 2", True)
    assert number_of(asked_version(window.post)) == 1
    assert [(version.number, version.text) for version in versions_of(window.post)] == [(1, TEXT), (2, "Дописала")]


def test_a_text_beyond_every_network_stays_in_the_window(window: Window):
    long = "я" * (LONGEST + 1)

    by_hand = window.press("save", text=long)
    by_script = window.press("save", headers=AUTOSAVE, text=long)

    sentence = "Он не сохранён, но остался в окне: сократите его."
    assert (by_hand.status_code, by_script.status_code) == (422, 422)
    assert sentence in page_of(by_hand)
    assert long in by_hand.content.decode()
    assert json.loads(by_script.content)["say"].endswith(sentence)
    assert words_of(window.post) == (TEXT, {})


def test_what_cannot_be_sent_is_kept_and_told(window: Window):
    told = {
        "": "В записи нет ни слова и ни одного фото. Напишите текст или добавьте фото.",
        " \n\u00a0\t": "В записи нет ни слова и ни одного фото. Напишите текст или добавьте фото.",
        "я" * 4097: "Для Телеграма текст длиннее на 1 знак. Сократите его.",
        "я" * 16_385: "Для VK текст длиннее на 1 знак. Сократите его.",
    }
    for text, sentence in told.items():
        with undone():
            answer = window.press("ask", text=text)

            assert answer.status_code == 422
            assert sentence in page_of(answer)
            assert (working(window.post).text, working(window.post).frozen_at) == (text, None)


def test_what_ok_s_censor_would_not_let_through_is_told(alice: Person):
    group = Account.objects.create(
        administration=alice.administration, network="ok", title="Рубцовск", remote_id="54", responsible=alice
    )
    rude = "Какого хуя снег не убран, блядь?"

    told = page_of(Window(client_of(alice), drafted(alice, text=rude, accounts=[group])).press("look", headers=HTMX))
    calm = page_of(Window(client_of(alice), drafted(alice, text=rude)).press("look", headers=HTMX))

    sentence = "ОК не пропустит: «хуя», «блядь». Замените"
    assert (sentence in told, "ОК не пропустит" in calm) == (True, False)


def test_a_caption_too_long_under_a_photo_is_told(window: Window, alice: Person):
    with_picture(window.post, alice)
    window.version = working(window.post).revision

    answer = window.press("ask", text="я" * 1025)

    assert "С фото в Телеграм помещается 1 024 знака, у вас на 1 больше." in page_of(answer)
    assert working(window.post).frozen_at is None


def test_a_photo_without_words_stops_the_asking(window: Window, alice: Person):
    with_picture(window.post, alice, alt="")
    window.version = working(window.post).revision

    answer = window.press("ask")

    assert "Фото «каток.jpg»: нет описания. Опишите словами" in page_of(answer)
    assert working(window.post).frozen_at is None


def test_a_refused_sending_names_all_that_stands_in_its_way(window: Window, alice: Person):
    with_picture(window.post, alice, alt="")
    window.version = working(window.post).revision

    shown = page_of(window.press("ask", text="я" * 1025))

    refused = element(shown, "div[role=alert]")
    assert "На согласование не отправили, всё написанное сохранено." in refused
    assert re.findall(r'<a href="#([^"]+)"', refused) == ["counters", "pictures"]
    assert ("фото «каток.jpg»: нет описания" in refused, "совет:" in refused) == (True, False)


def test_sending_saves_first(window: Window):
    answer = window.press("ask", text="Последнее слово")

    frozen = latest_version(window.post)
    assert answer.headers["Location"] == reverse("publishing:detail", args=[window.post.pk])
    assert (frozen.text, frozen.frozen_at is not None) == ("Последнее слово", True)
    assert window.browser.get(reverse("publishing:edit", args=[window.post.pk])).status_code == 200


def test_the_wall_is_drawn_of_words_that_are_not_saved(window: Window):
    answer = window.press("look", headers=HTMX, text="Только в окне", text_telegram="🏛")

    shown = page_of(answer)
    assert words(element(shown, "div.pv-text")) == "Только в окне"
    assert "<b>13</b>" in shown
    assert "<b>2</b>" in shown
    assert ('id="previews" hx-swap-oob="outerMorph"' in shown, 'id="checks" hx-swap-oob="outerMorph"' in shown) == (
        True,
        True,
    )
    assert words_of(window.post) == (TEXT, {})


def test_words_for_a_photo_count_before_they_are_saved(window: Window, alice: Person):
    picture = with_picture(window.post, alice, alt="")

    silent = page_of(window.press("look", headers=HTMX))
    said = page_of(window.press("look", headers=HTMX, **{f"alt_{picture.pk}": "На катке четверо"}))
    too_long = page_of(window.press("look", headers=HTMX, **{f"alt_{picture.pk}": "я" * 301}))

    assert ("фото «каток.jpg»: нет описания" in silent, "отправить пока нельзя" in silent) == (True, True)
    assert ("фото «каток.jpg»: нет описания" in said, "отправить можно" in said) == (False, True)
    assert "фото «каток.jpg»: нет описания" not in too_long


def test_counters_say_how_much_is_too_much(window: Window):
    shown = page_of(window.press("look", headers=HTMX, text="я" * 4100))

    assert "лишних 4" in shown
    assert "отправить пока нельзя" in shown


def test_keys_that_cannot_send_photos_are_told(window: Window, alice: Person):
    account = window.post.plan_item.accounts.get(network="vk")
    why = "Ключ администратора не вписан."
    Passport.objects.create(
        administration=account.administration,
        account=account,
        checked_at=now(),
        abilities={"publish_photo": {"mode": "by_hand", "why": why}, "publish_text": {"mode": "auto", "why": ""}},
    )
    address = reverse("publishing:edit", args=[window.post.pk])
    before = page_of(window.browser.get(address))
    with_picture(window.post, alice)
    after = page_of(window.browser.get(address))

    assert "фото вручную" not in before
    assert "фото вручную" in after
    assert why in after
    assert "отправить можно" in after


def test_limits_of_a_server_are_told_before_approval(window: Window):
    account = window.post.plan_item.accounts.get(network="vk")
    note = "Этот сервер берёт не больше 200 знаков."
    Passport.objects.create(
        administration=account.administration,
        account=account,
        checked_at=now(),
        abilities={"publish_text": {"mode": "auto", "why": note}},
    )

    pages = [
        page_of(window.browser.get(reverse(f"publishing:{name}", args=[window.post.pk]))) for name in ("edit", "detail")
    ]

    assert [note in page for page in pages] == [True, True]
    assert "отправить можно" in pages[0]


def test_what_was_typed_is_escaped(window: Window):
    answer = window.press("look", headers=HTMX, text="<script>alert(1)</script>", text_telegram="<img src=x>")

    assert b"<script>alert" not in answer.content
    assert b"<img src=x" not in answer.content


@pytest.mark.parametrize("version", ["", "0", "x", "99999999999999999999999"])
def test_a_broken_revision_overwrites_nothing(window: Window, version: str):
    answer = window.press("save", version=version, text="Чужое")

    assert answer.status_code in (409, 422)
    assert "Чужое</textarea>" in page_of(answer)
    assert words_of(window.post) == (TEXT, {})


def test_the_page_costs_the_same_whatever_is_in_it(alice: Person):
    costs = []
    for pictures in (1, 3):
        post = drafted(alice)
        for number in range(pictures):
            with_picture(post, alice, content=jpeg(width=60 + number))
        browser = client_of(alice)
        address = reverse("publishing:edit", args=[post.pk])
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        costs.append(len(queries))

    assert costs[0] == costs[1] <= 20


def test_a_link_is_saved_shown_and_judged(window: Window):
    window.press("save", text="Каток", link=" https://gorod.ru/katok ")
    shown = page_of(window.browser.get(reverse("publishing:edit", args=[window.post.pk])))
    window.version = working(window.post).revision
    looked = page_of(window.press("look", text="Каток", link="gorod.ru", headers=HTMX))

    assert working(window.post).link == "https://gorod.ru/katok"
    assert 'value="https://gorod.ru/katok"' in shown
    assert "<span>https://gorod.ru/katok</span>" in shown
    assert "ссылка верна" in shown
    assert "Ссылка должна начинаться с https://" in looked


def test_a_window_without_the_field_leaves_the_link(window: Window):
    window.press("save", text="Каток", link="https://gorod.ru/katok")
    window.version = working(window.post).revision

    window.press("save", text="Каток открыт")

    assert working(window.post).link == "https://gorod.ru/katok"


def test_polls_and_links_of_two_are_shown_and_joined(window: Window, bob: Person):
    poll: dict[str, Any] = {"poll_there": "1", "poll_anonymous": "on", "poll_days": "0", "poll_options": "Да\nНет"}
    other = Window(client_of(bob), window.post)
    other.press("save", poll_question="Какой парк?", link="https://gorod.ru/park", **poll)

    answer = window.press("save", poll_question="Какой двор?", link="https://gorod.ru/dvor", **poll)

    page = page_of(answer)
    assert answer.status_code == 409
    assert "Опросы разные. Ссылки разные." in page
    assert '<mark class="mark-style">двор</mark>' in page
    assert "<p>https://gorod.ru/park</p>" in page
    assert 'name="poll_question" maxlength="1000" value="Какой парк двор?"' in page
    window.version = working(window.post).revision
    window.press("save", poll_question="Какой парк двор?", link="https://gorod.ru/dvor", **poll)
    version = working(window.post)
    assert (version.poll.question, version.link) == ("Какой парк двор?", "https://gorod.ru/dvor")


def test_two_accounts_of_one_network_are_told_apart(alice: Person):
    pages = [make_account(alice.administration, responsible=alice, title=title) for title in ("Город", "Парк")]
    window = Window(client_of(alice), drafted(alice, accounts=pages))

    shown = page_of(window.browser.get(reverse("publishing:edit", args=[window.post.pk])))

    assert "Город: сама" in shown
    assert "Парк: сама" in shown
    assert "Город, Парк" in shown


def test_a_poll_of_the_plan_opens_where_it_is_asked(alice: Person):
    post = drafted(alice)
    pages = []
    for planned in ("text", "poll"):
        type(post.plan_item).objects.filter(pk=post.plan_item_id).update(format=planned)
        pages.append(client_of(alice).get(reverse("publishing:edit", args=[post.pk])).content.decode())

    assert ['<details class="ed-poll" open>' in page for page in pages] == [False, True]
