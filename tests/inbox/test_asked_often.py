"""Topics that many residents ask about become occasions: each once, without names, gone when nobody asks."""

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories import make_account, make_letter, make_message
from tests.markup import words
from tests.people import client_of
from veche.inbox.domain.asked_often import find_asked, set_asked
from veche.inbox.domain.topics import AskedComment, asks, topics_of, words_of_names
from veche.inbox.models import AskedTopic
from veche.inbox.tasks import find_asked_often
from veche.kernel import clock
from veche.plan.domain.items import plan_item
from veche.plan.domain.occasions import remove_occasion
from veche.plan.enums import Format, PostCategory
from veche.plan.models import Occasion
from veche.staff.models import Person

WATER = (
    "Когда дадут горячую воду на Мира?",
    "Третий день без горячей воды, когда это кончится?",
    "Почему нет горячей воды и отключение без предупреждения",
    "Подскажите, до какого числа отключение горячей воды",
    "Горячая вода будет сегодня? Марина, у вас тоже отключение?",
)
OTHERS = (
    "Почему автобус 14 не ходит по вечерам?",
    "Спасибо за красивую ёлку!",
    "Вода в фонтане чистая, молодцы",
    "Когда откроют каток?",
    "Уберите снег у садика",
)


def said(texts: tuple[str, ...]) -> list[AskedComment]:
    return [AskedComment(number, f"житель {number}", text) for number, text in enumerate(texts)]


def test_words_that_many_questions_share_are_one_topic():
    [topic] = topics_of(said(WATER + OTHERS), least=5)

    assert (topic.lemma, topic.title, topic.people) == ("вода", "горячая вода, отключение", 5)
    assert topic.messages == frozenset(range(5))
    assert topics_of(said(WATER + OTHERS), least=6) == []


def test_one_person_who_asks_many_times_is_one():
    assert topics_of([AskedComment(number, "один", text) for number, text in enumerate(WATER)], least=2) == []


def test_a_topic_keeps_its_name_while_its_words_change_places():
    """Else the same matter would be a new occasion as soon as one more comment names the other word."""
    more = (*WATER, "Зачем отключение?", "Долго ещё отключение?", "Отключение когда закончится?")

    assert [topic.lemma for topic in topics_of(said(more), least=5)] == ["отключение"]
    assert [topic.lemma for topic in topics_of(said(more), least=5, known={"вода"})] == ["вода"]


def test_names_of_people_are_no_topic():
    texts = ("Роза, когда отчёт?",) * 3
    authors = words_of_names(["Роза Ким", "Лев"])

    assert [topic.lemma for topic in topics_of(said(texts), least=3, names=authors)] == ["отчёт"]
    assert topics_of(said(("Марина, когда?", "Марине спасибо, а когда?", "Марина права, где?")), least=3) == []


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Когда починят лифт", True),
        ("Почистите двор, пожалуйста", True),
        ("Лифт стоит?", True),
        ("Красиво получилось, молодцы", False),
        ("", False),
    ],
)
def test_a_question_or_a_wish_asks(text: str, *, asked: bool):
    assert asks(text) is asked


@pytest.mark.django_db
def test_what_many_ask_is_one_occasion_until_nobody_asks(alice: Person, mallory: Person, dave: Person):
    city = alice.administration
    account = make_account(city, responsible=alice)
    for number, text in enumerate(WATER + OTHERS):
        name = ("Марина Лис", "Пётр", "Олег", "Ира", "Анна")[number % 5]
        make_message(account, text=text, author_id=str(number), author_name=name, at=clock.now() - timedelta(days=1))
    for number in range(9):
        make_letter(account, peer_id=str(number), text="Когда поставят урну у подъезда?", at=clock.now())
    find_asked_often.call()
    find_asked_often.call()

    [occasion] = Occasion.objects.of(city)
    [topic] = AskedTopic.objects.of(city)
    assert (occasion.title, occasion.created_by) == ("Жители спрашивают: горячая вода, отключение", None)
    assert (topic.people, topic.messages.count()) == (5, 5)
    assert not AskedTopic.objects.of(mallory.administration).exists()

    listed = f"{reverse('plan:occasions')}?show=asked"
    page = words(client_of(alice).get(listed).content.decode())
    assert ("Спрашивают: 5 человек" in page, "записей нет: 1" in page, "Марина" in page) == (True, True, False)
    inbox = client_of(alice).get(f"{reverse('web:inbox')}?show=all&topic={topic.pk}")
    assert sorted(line.message.text for line in inbox.context["queue"].lines) == sorted(WATER)
    assert "горячая вода, отключение" in words(inbox.content.decode())
    other = words(client_of(mallory).get(f"{reverse('web:inbox')}?show=all&topic={topic.pk}").content.decode())
    assert ("Третий день" in other, "горячая вода" in other) == (False, False)
    assert "Спрашивают жители" in words(client_of(dave).get(listed).content.decode())

    # A person has removed it: it does not come back while residents go on asking.
    remove_occasion(occasion=occasion, by=alice)
    find_asked(city)
    assert not Occasion.objects.of(city).exists()

    # Another threshold finds nothing; a week later the topic has ended, and a new wave is a new occasion.
    set_asked(by=alice, is_on=True, people=6, days=7)
    AskedTopic.objects.of(city).update(asked_at=clock.now() - timedelta(days=8))
    find_asked(city)
    assert not AskedTopic.objects.of(city).exists()
    set_asked(by=alice, is_on=True, people=5, days=7)
    find_asked(city)
    [occasion] = Occasion.objects.of(city)

    # Unused, it goes with its topic; planned from, it stays with the comments.
    plan_item(
        administration=city,
        by=alice,
        title="Когда дадут воду",
        publish_at=clock.now() + timedelta(days=1),
        accounts=[account],
        format=Format.TEXT,
        category=PostCategory.IMPORTANT,
        occasion=occasion,
    )
    set_asked(by=alice, is_on=True, people=6, days=7)
    AskedTopic.objects.of(city).update(asked_at=clock.now() - timedelta(days=8))
    find_asked(city)
    [topic] = AskedTopic.objects.of(city)
    assert (topic.ended_at is not None, topic.occasion_id) == (True, occasion.pk)


@pytest.mark.django_db
def test_an_unused_occasion_goes_with_its_topic(alice: Person):
    city = alice.administration
    account = make_account(city, responsible=alice)
    for number, text in enumerate(WATER):
        make_message(account, text=text, author_id=str(number), author_name=f"Ж{number}", at=clock.now())
    find_asked(city)
    set_asked(by=alice, is_on=True, people=6, days=7)
    AskedTopic.objects.of(city).update(asked_at=clock.now() - timedelta(days=8))
    find_asked(city)

    assert (Occasion.objects.of(city).count(), AskedTopic.objects.of(city).count()) == (0, 0)
    set_asked(by=alice, is_on=False, people=2, days=7)
    assert find_asked(city) == 0


@pytest.mark.django_db
def test_the_threshold_is_set_on_its_page(alice: Person):
    page, client = reverse("inbox:asked"), client_of(alice)
    refused = client.post(page, {"is_on": "on", "people": "1", "days": "7"})
    assert (refused.status_code, "Напишите число от 2 до 1000" in words(refused.content.decode())) == (422, True)
    client.post(page, {"is_on": "on", "people": "12", "days": "3"})

    assert ('value="12"' in (shown := client.get(page).content.decode()), 'value="3"' in shown) == (True, True)
