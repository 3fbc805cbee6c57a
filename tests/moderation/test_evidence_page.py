"""The page of one decision's evidence, and the list of deletions."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from tests.factories import make_message, make_shot
from tests.markup import element, elements, spaced_once, words
from veche.accounts.models import Account
from veche.inbox.models import Message, Wording
from veche.journal.models import Entry
from veche.moderation.domain.propose import propose_for_new
from veche.moderation.domain.rule import delete, restore
from veche.outbox.models import Act, Attempt
from veche.staff.models import Person


def seen(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return spaced_once(answer.content.decode())


def test_the_evidence_shows_all_of_it(browser: Client, account: Account, alice: Person) -> None:
    message = make_message(account, text="Ты идиот, где вода?", author_id="17")
    said = {"administration": account.administration, "text": message.text}
    Wording.objects.create(message=message, at=message.at, received_at=message.received_at, **said)
    make_shot(message)
    propose_for_new()
    make_message(account, conversation=message.conversation, text="А у нас есть", author_name="Соседка")
    ruling = delete(message=message, by=alice, ground="insult", leaves_in=timedelta())
    assert ruling.act is not None
    Attempt.objects.create(
        administration=account.administration,
        act=ruling.act,
        number=1,
        **dict.fromkeys(("started_at", "called_at"), ruling.at),
        finished_at=ruling.at + timedelta(seconds=1),
        outcome="happened",
    )
    Act.objects.update(state="confirmed", proof="read_back", proven_at=ruling.at)
    Message.objects.filter(pk=message.pk).update(state="deleted")
    restore(message=Message.objects.get(pk=message.pk), by=alice)

    html = seen(browser, reverse("moderation:evidence", args=[ruling.pk]))

    story = [words(one) for one in elements(element(html, ".happened"), "dd")]
    assert story == [
        "Решили удалить: оскорбление, alice",
        "Отправили в сеть: удаление комментария",
        "ВКонтакте: принято",
        "Удалён, сеть подтвердила: прочитали в сети",
        "Решили вернуть, alice",
    ]
    assert [one for one in ("А у нас есть", "Соседка") if one not in words(element(html, ".talk-around"))] == []
    entry = Entry.objects.get(verb="comment.deleted")
    assert [one for one in (entry.hash, entry.previous) if one not in words(element(html, ".chain"))] == []
    evidence = ruling.evidence
    wanted = (evidence.digest, "сходится", "Житель", "17", "alice", "Оскорбление", evidence.pictures[0]["sha256"])
    assert [word for word in wanted if word not in html] == []
    assert '<mark class="mark-bad">Ты идиот</mark>, где вода?' in html


def test_the_evidence_names_the_author_as_received(browser: Client, account: Account, alice: Person) -> None:
    message = make_message(account)
    ruling = delete(message=message, by=alice, ground="insult")
    type(message).objects.filter(pk=message.pk).update(author_name="Переименован")

    html = seen(browser, reverse("moderation:evidence", args=[ruling.pk]))

    assert ("Житель" in html, "Переименован" in html) == (True, False)


def test_on_paper_the_evidence_says_whose_it_is(browser: Client, account: Account, alice: Person) -> None:
    ruling = delete(message=make_message(account), by=alice, ground="insult")

    html = seen(browser, reverse("moderation:evidence", args=[ruling.pk]))

    wanted = (account.administration.name, "Напечатано из программы", f"http://testserver/inbox/deletions/{ruling.pk}/")
    assert [word for word in wanted if word not in html] == []
    assert "UTC+07:00" in html


def test_evidence_that_was_changed_says_so(browser: Client, account: Account, alice: Person) -> None:
    ruling = delete(message=make_message(account), by=alice, ground="insult")
    type(ruling.evidence).objects.update(author_name="Другой")

    html = seen(browser, reverse("moderation:evidence", args=[ruling.pk]))

    assert ("не сходится" in html, "Позовите отдел ИТ" in html) == (True, True)


def test_the_list_of_deletions(browser: Client, account: Account, alice: Person) -> None:
    for ground, text in (("spam", "Купите окна"), ("insult", "Ты идиот")):
        delete(message=make_message(account, text=text), by=alice, ground=ground)

    every, spam = (seen(browser, reverse("moderation:list") + query) for query in ("", "?ground=spam"))

    assert ("Купите окна" in every, "Ты идиот" in every) == (True, True)
    assert ("Купите окна" in spam, "Ты идиот" in spam) == (True, False)
