"""Rooms above register kinds of news: told once, in one letter with others, and not when the matter is over."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from pytest_django import Settings

from tests.alarms.mail_server import MailServer
from tests.factories import make_account, make_act
from tests.people import make_administration, make_person
from veche.alarms import news
from veche.alarms.domain.letters import send_waiting
from veche.alarms.domain.notice import notice
from veche.alarms.domain.notify import forget, notify
from veche.alarms.models import Alarm
from veche.alarms.news import Matter, News
from veche.kernel.clock import now
from veche.outbox.domain.divergence import open_divergence
from veche.outbox.enums import DivergenceKind
from veche.staff.enums import Role
from veche.staff.models import Administration, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """A kind of a room above. The set holds its open subjects."""
    known: set[int] = set()

    def read(administration: Administration, person: Person, subjects: Sequence[int]) -> Mapping[int, Matter]:
        return {
            one: Matter(
                title=f"Снимки моста {one}",
                lines=(f"{administration.city} ждёт до пятницы.",),
                action="Ответить",
                path=f"/requests/{one}/?for={person.pk}",
            )
            for one in subjects
            if one in known
        }

    monkeypatch.setattr(news, "_kinds", dict(news._kinds))
    news.register(News("bridges.asked", "просят вас", read, several="поручений: {count}"))
    return known


def test_a_kind_of_a_room_above_is_told_once(
    mail: MailServer, settings: Settings, asked: set[int], rubtsovsk: Administration, alice: Person, bob: Person
) -> None:
    settings.ORIGIN = "https://veche.example.ru"
    asked |= {7}

    told = [notify(rubtsovsk, "bridges.asked", 7, [alice, bob, alice]), notify(rubtsovsk.pk, "bridges.asked", 7, [bob])]

    assert (told[0], Alarm.objects.count()) == (2, 2)
    assert [send_waiting(), send_waiting()] == [2, 0]
    letter = next(letter for letter in mail.letters if letter["To"] == alice.email)
    assert letter["Subject"] == "Вече: «Снимки моста 7» — просят вас"
    assert letter.get_content().replace("\r\n", "\n") == (
        "«Снимки моста 7» — просят вас\n"
        f"{rubtsovsk.city} ждёт до пятницы.\n"
        f"Ответить: https://veche.example.ru/requests/7/?for={alice.pk}\n\n"
        "Об одном и том же второго письма не будет. Ответ на это письмо никто не прочтёт.\n"
    )


def test_what_a_verb_takes_back_is_told_to_nobody(asked: set[int], rubtsovsk: Administration, alice: Person) -> None:
    with transaction.atomic():
        notify(rubtsovsk, "bridges.asked", 7, [alice])
        transaction.set_rollback(True)

    assert not Alarm.objects.exists()


def test_a_matter_that_is_over_leaves_the_letter(
    mail: MailServer, asked: set[int], rubtsovsk: Administration, alice: Person
) -> None:
    asked |= {7, 8, 9}
    for subject in (6, 7, 8, 9):
        notify(rubtsovsk, "bridges.asked", subject, [alice])

    assert send_waiting() == 1

    assert [str(letter["Subject"]) for letter in mail.letters] == ["Вече: поручений: 3"]
    states = dict(Alarm.objects.values_list("subject", "state"))
    assert states == {6: "dropped", 7: "sent", 8: "sent", 9: "sent"}


def test_news_of_different_rooms_and_administrations_are_one_letter(
    mail: MailServer, asked: set[int], rubtsovsk: Administration, alice: Person
) -> None:
    asked |= {7}
    make_act(make_account(rubtsovsk, responsible=alice), state="failed", due_at=now())
    notice()
    notify(make_administration("Заринск"), "bridges.asked", 7, [alice])

    assert send_waiting() == 1

    (letter,) = mail.letters
    assert letter["Subject"] == "Вече: ждут вас, дел: 2"
    assert "Заринск ждёт до пятницы." in letter.get_content()


def test_a_kind_that_no_room_knows_any_more_is_dropped(
    mail: MailServer, rubtsovsk: Administration, alice: Person
) -> None:
    notify(rubtsovsk, "gone.room", 1, [alice])

    assert (send_waiting(), Alarm.objects.get().state) == (0, "dropped")


def test_what_was_forgotten_is_news_again(asked: set[int], rubtsovsk: Administration, alice: Person) -> None:
    notify(rubtsovsk, "bridges.asked", 7, [alice])
    Alarm.objects.update(state="sent")

    forget(rubtsovsk, "bridges.asked", 7)
    notify(rubtsovsk, "bridges.asked", 7, [alice])

    assert list(Alarm.objects.values_list("state", flat=True)) == ["waiting"]


def test_two_rooms_may_not_claim_one_kind(asked: set[int]) -> None:
    with pytest.raises(ValueError, match=r"bridges\.asked are registered twice"):
        news.register(News("bridges.asked", "другое", lambda *_: {}))


@pytest.mark.nightly
@pytest.mark.django_db(transaction=True)
def test_rows_of_an_earlier_version_are_carried_over(mail: MailServer) -> None:
    """What was told stays told, and what waits leaves."""
    city = make_administration("Рубцовск")
    alice = make_person(city, Role.PRESS_OFFICER)
    account = make_account(city, responsible=alice)
    acts = [make_act(account, state="failed", due_at=now()) for _ in range(3)]
    divergence = open_divergence(act=make_act(account, state="confirmed", proof="answer"), kind=DivergenceKind.GONE)
    assert divergence is not None
    executor = MigrationExecutor(connection)
    executor.migrate([("alarms", "0006_heads_as_check_sum")])
    old: Any = executor.loader.project_state([("alarms", "0006_heads_as_check_sum")]).apps.get_model("alarms", "Alarm")
    fields = {"administration_id": city.pk, "person_id": alice.pk, "next_try_at": now(), "changed_at": now()}
    old.objects.create(act_id=acts[0].pk, about="failed", state="sent", **fields)
    old.objects.create(act_id=acts[1].pk, about="failed", state="waiting", **fields)
    old.objects.create(divergence_id=divergence.pk, about="gone", state="sent", **fields)
    old.objects.create(about="copies", state="sent", **fields)

    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())

    assert set(Alarm.objects.values_list("kind", "subject", "state")) == {
        ("failed", acts[0].pk, "sent"),
        ("failed", acts[1].pk, "waiting"),
        ("gone", divergence.pk, "sent"),
        ("copies", 0, "sent"),
    }
    notice()
    assert send_waiting() == 1
    (letter,) = mail.letters
    assert letter["Subject"] == "Вече: решите, что делать с отправками (2)"
    links = [line for line in letter.get_content().split() if "/outbox/" in line]
    assert [link.rpartition("/outbox/")[2] for link in links] == [f"{act.pk}/" for act in acts[1:]]
