"""People responsible for an account get a letter about unsent posts: by a real mail server, in time, once."""

from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from pytest_django import Settings

from tests.alarms.mail_server import MailServer, use
from tests.factories import make_account, make_act
from tests.people import make_member, make_person
from veche.accounts.domain.page_changes import give_verdict
from veche.accounts.domain.page_changes import note_page_change as alter
from veche.accounts.enums import PageChangeKind, Verdict
from veche.accounts.models import Account
from veche.alarms.domain import letters
from veche.alarms.domain.letters import mark_waiting_doubtful, send_waiting
from veche.alarms.domain.notice import notice
from veche.alarms.enums import AlarmState
from veche.alarms.models import Alarm
from veche.alarms.tasks import tell
from veche.config.schedule import PERIODIC
from veche.journal.models import Entry
from veche.kernel.clock import now, today
from veche.outbox.domain.divergence import mark_seen
from veche.outbox.domain.divergence import open_divergence as differs
from veche.outbox.enums import DivergenceKind
from veche.outbox.models import Act
from veche.staff.enums import Role
from veche.staff.models import Administration, Deputy, Person

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def vk(rubtsovsk: Administration, alice: Person) -> Account:
    return make_account(rubtsovsk, responsible=alice)


def went_wrong(account: Account, state: str = "failed", **fields: Any) -> Act:
    if state == "unknown":
        fields.setdefault("doubt_since", now() - MINUTE)
    return make_act(account, state=state, due_at=now(), **fields)


def later() -> None:
    """End the pause after a refusal."""
    Alarm.objects.update(next_try_at=now())


def test_one_letter_says_what_happened_and_where_to_decide(
    mail: MailServer, settings: Settings, vk: Account, alice: Person
) -> None:
    settings.ORIGIN = "https://veche.example.ru"
    act = went_wrong(vk, reason="VK не принял: стена закрыта.")

    told = [tell.func(), tell.func()]

    assert told == [{"noticed": 1, "letters": 1}, {"noticed": 0, "letters": 0}]
    (letter,) = mail.letters
    assert letter["Subject"] == "Вече: «Каток открыт» — не вышла"
    assert letter["To"] == alice.email
    body = letter.get_content()
    assert "ВКонтакте, Рубцовск официально. публикация, назначено на" in body
    assert "VK не принял: стена закрыта." in body
    assert f"Решить: https://veche.example.ru/outbox/{act.pk}/" in body
    entry = Entry.objects.of(vk.administration_id).get(verb="alarm.mailed")
    assert (entry.object_id, entry.facts) == (str(alice.pk), {"acts": [act.pk]})


def test_who_works_in_several_administrations_reads_which_one_writes(
    mail: MailServer, vk: Account, alice: Person, other_city: Administration
) -> None:
    make_member(alice, other_city)
    went_wrong(vk)

    tell.func()

    (letter,) = mail.letters
    assert letter["To"] == alice.email
    assert letter.get_content().startswith(f"Это пишет {vk.administration}. Если в Вече у вас открыта другая")


@pytest.mark.parametrize("state", ["failed", "unknown", "missed"])
def test_each_thing_that_stands_still_is_told(mail: MailServer, vk: Account, state: str) -> None:
    went_wrong(vk, state)

    assert (notice(), send_waiting()) == (1, 1)


@pytest.mark.parametrize("state", ["planned", "preparing", "sending", "sent", "confirmed", "stopped", "cancelled"])
def test_nothing_else_is(vk: Account, state: str) -> None:
    went_wrong(vk, state, proof="person" if state == "confirmed" else "")

    assert notice() == 0


def test_a_doubt_of_a_moment_calls_nobody(vk: Account) -> None:
    went_wrong(vk, "unknown", doubt_since=now())

    assert notice() == 0


def test_it_is_told_within_two_minutes() -> None:
    from veche.alarms.domain.acts import DOUBT_LASTS

    (row,) = [row for row in PERIODIC if row.name == "alarms.tell"]

    assert timedelta(seconds=row.every_seconds) + DOUBT_LASTS <= 2 * MINUTE
    assert row.queue == "mail"


def test_many_at_once_are_one_letter_a_person(mail: MailServer, vk: Account, bob: Person) -> None:
    other = make_account(vk.administration, responsible=bob)
    for account in (vk, vk, vk, other):
        went_wrong(account)

    assert (notice(), send_waiting()) == (4, 2)

    subjects = sorted(str(letter["Subject"]) for letter in mail.letters)
    assert subjects == ["Вече: «Каток открыт» — не вышла", "Вече: решите, что делать с отправками (3)"]


def test_the_same_act_may_go_wrong_in_another_way(mail: MailServer, vk: Account) -> None:
    act = went_wrong(vk, "missed")
    tell.func()
    Act.objects.filter(pk=act.pk).update(state="failed")
    tell.func()
    Act.objects.filter(pk=act.pk).update(state="missed")
    tell.func()

    assert [str(letter["Subject"])[-15:] for letter in mail.letters] == ["не ушла вовремя"[-15:], "рыт» — не вышла"]


@pytest.mark.django_db(transaction=True)
def test_of_many_concurrent_checks_one_writes(mail: MailServer, vk: Account) -> None:
    for _ in range(5):
        went_wrong(vk)
    start = Barrier(4)

    def look() -> None:
        start.wait()
        tell.func()
        connection.close()

    workers = [Thread(target=look) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    told = [act for letter in mail.letters for act in letter.get_content().split() if "/outbox/" in act]
    assert (len(told), len(set(told))) == (5, 5)


def test_while_the_server_is_away_it_waits_and_then_leaves(settings: Settings, vk: Account) -> None:
    with MailServer() as server:
        port = server.port
    use(settings, port)  # nobody listens there any more
    went_wrong(vk)

    assert (notice(), send_waiting()) == (1, 0)
    alarm = Alarm.objects.get()
    assert alarm.state == "waiting"
    assert alarm.trouble == "ConnectionRefusedError"
    assert alarm.next_try_at > now()
    with MailServer() as server:
        use(settings, server.port)
        assert send_waiting() == 0
        later()
        assert send_waiting() == 1
        assert len(server.letters) == 1


def test_what_settled_itself_meanwhile_needs_no_letter(mail: MailServer, vk: Account) -> None:
    act = went_wrong(vk, "unknown")
    notice()
    Act.objects.filter(pk=act.pk).update(state="confirmed", proof="read_back")

    assert send_waiting() == 0
    assert (Alarm.objects.get().state, mail.letters) == ("dropped", [])


def test_one_wrong_address_holds_up_nobody(mail: MailServer, vk: Account, alice: Person, bob: Person) -> None:
    went_wrong(vk)
    went_wrong(make_account(vk.administration, responsible=bob))
    Person.objects.filter(pk=alice.pk).update(email="нет такой")

    assert (notice(), send_waiting()) == (2, 1)

    assert [letter["To"] for letter in mail.letters] == [bob.email]


@pytest.mark.parametrize("whim", ["refuse", "busy"])
def test_a_refusal_is_tried_again(mail: MailServer, vk: Account, whim: str) -> None:
    went_wrong(vk)
    mail.whim = whim
    notice()
    assert (send_waiting(), mail.letters) == (0, [])

    mail.whim = ""
    later()

    assert (send_waiting(), len(mail.letters)) == (1, 1)


def test_in_doubt_the_letter_is_not_repeated(mail: MailServer, vk: Account) -> None:
    went_wrong(vk)
    mail.whim = "vanish"
    notice()
    send_waiting()

    mail.whim = ""
    later()
    assert (send_waiting(), len(mail.letters)) == (0, 1)
    assert Alarm.objects.get().state == AlarmState.DOUBTFUL


def test_a_letter_whose_worker_died_is_not_repeated(mail: MailServer, vk: Account) -> None:
    went_wrong(vk)
    notice()
    Alarm.objects.update(state="sending", letter="0" * 32, changed_at=now() - letters.LOST_AFTER - MINUTE)

    assert send_waiting() == 0
    assert Alarm.objects.get().state == "doubtful"
    assert mail.letters == []


def test_what_a_copy_shows_as_waiting_is_not_written_after_a_restore(mail: MailServer, vk: Account) -> None:
    went_wrong(vk)
    notice()

    mark_waiting_doubtful(vk.administration)

    assert send_waiting() == 0
    assert Alarm.objects.get().state == "doubtful"
    assert mail.letters == []


def test_without_a_mail_server_nothing_is_written(settings: Settings, vk: Account) -> None:
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
    went_wrong(vk)

    assert tell.func() == {"noticed": 1, "letters": 0}


def test_old_misfortunes_are_no_news(vk: Account) -> None:
    act = went_wrong(vk)
    Act.objects.filter(pk=act.pk).update(updated_at=now() - timedelta(days=2))

    assert notice() == 0


def test_it_goes_to_who_answers_and_who_stands_in(
    mail: MailServer, vk: Account, alice: Person, bob: Person, carol: Person
) -> None:
    day = today(vk.administration.time_zone)
    Deputy.objects.create(
        administration=vk.administration,
        absent=alice,
        stand_in=bob,
        role=Role.PRESS_OFFICER,
        since=day,
        until=day,
    )
    went_wrong(vk)
    tell.func()

    assert {letter["To"] for letter in mail.letters} == {alice.email, bob.email}


def test_nobody_left_means_the_heads_of_the_press_service(
    mail: MailServer, vk: Account, alice: Person, carol: Person
) -> None:
    Person.objects.filter(pk=alice.pk).update(is_active=False)
    make_person(vk.administration, Role.AUDITOR, name="somebody else")
    went_wrong(vk)
    tell.func()

    assert [letter["To"] for letter in mail.letters] == [carol.email]


def test_a_title_cannot_write_headers(mail: MailServer, vk: Account) -> None:
    went_wrong(vk, title="Каток\r\nBcc: thief@example.com")
    tell.func()

    assert mail.letters[0]["Bcc"] is None
    assert mail.letters[0]["Subject"] == "Вече: «Каток Bcc: thief@example.com» — не вышла"


def test_a_card_that_waits_for_hands_is_told_when_its_hour_has_come(mail: MailServer, vk: Account) -> None:
    made = make_act(vk, state="by_hand", due_at=now() + timedelta(days=3), reason="Ключ этого не может.")
    long_ago = now() - timedelta(days=5)
    Act.objects.filter(pk=made.pk).update(updated_at=long_ago)
    assert tell.func() == {"noticed": 0, "letters": 0}

    Act.objects.filter(pk=made.pk).update(due_at=now(), updated_at=long_ago)

    assert [tell.func(), tell.func()] == [{"noticed": 1, "letters": 1}, {"noticed": 0, "letters": 0}]
    (letter,) = mail.letters
    assert letter["Subject"] == "Вече: «Каток открыт» — ждёт ваших рук"
    assert "Ключ этого не может." in letter.get_content()


def test_who_was_told_that_it_failed_is_not_told_of_the_card_too(mail: MailServer, vk: Account) -> None:
    act = went_wrong(vk, "failed")
    tell.func()

    Act.objects.filter(pk=act.pk).update(state="by_hand")

    assert tell.func() == {"noticed": 0, "letters": 0}


def test_a_divergence_is_told_once_until_somebody_has_seen_it(
    mail: MailServer, settings: Settings, vk: Account, alice: Person
) -> None:
    settings.ORIGIN = "https://veche.example.ru"
    act = make_act(vk, state="confirmed", proof="answer", due_at=now(), reason="")
    differs(act=act, kind=DivergenceKind.CHANGED, text="Купите слона")

    assert [tell.func(), tell.func()] == [{"noticed": 1, "letters": 1}, {"noticed": 0, "letters": 0}]
    (letter,) = mail.letters
    body = letter.get_content()
    assert (letter["To"], letter["Subject"]) == (alice.email, "Вече: «Каток открыт» — изменили в сети")
    assert f"https://veche.example.ru/outbox/{act.pk}/" in body
    assert "слона" not in body
    assert "само это больше" not in body
    # Seen before the letter was sent: no letter is needed.
    other = make_act(vk, state="confirmed", proof="answer", due_at=now())
    found = differs(act=other, kind=DivergenceKind.GONE)
    assert found is not None
    assert notice() == 1
    mark_seen(divergence=found, by=alice)
    assert (send_waiting(), len(mail.letters)) == (0, 1)


def test_it_was_not_us_is_told_to_who_answers_for_the_account(
    mail: MailServer, settings: Settings, vk: Account, alice: Person, ivan: Person
) -> None:
    settings.ORIGIN = "https://veche.example.ru"
    row = alter(account=vk, kind=PageChangeKind.PAGE, what="title", after="Купите слона")
    assert tell.func() == {"noticed": 0, "letters": 0}

    give_verdict(alteration=row, by=ivan, verdict=Verdict.NOT_OURS)

    assert [tell.func(), tell.func()] == [{"noticed": 1, "letters": 1}, {"noticed": 0, "letters": 0}]
    (letter,) = mail.letters
    body = letter.get_content()
    assert letter["To"] == alice.email
    assert letter["Subject"] == "Вече: «изменена страница: название» — страницу меняет кто-то чужой"
    assert f"Что делать, по порядку: https://veche.example.ru/accounts/{vk.pk}/#altered" in body
    assert "слона" not in body
    assert Entry.objects.get(verb="alarm.mailed").facts == {"alterations": [row.pk]}
