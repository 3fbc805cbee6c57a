"""A poll to the end: votes of each network, typed in where no network counts, and the outcome as a draft."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from tests.factories import make_account, make_act, make_plan_item, make_post
from tests.people import client_of
from tests.written import drafted, step_of, working
from veche.accounts.models import Account
from veche.approval.domain.ask import ask
from veche.inbox.domain.event_json import to_json
from veche.inbox.domain.process_events import process_events
from veche.inbox.models import InboundEvent
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.networks.protocol import PollCount, PollCounted, PostStatistics
from veche.outbox.models import Act
from veche.posts.domain.polls import PollWords
from veche.posts.domain.write import save_text
from veche.posts.models import Post
from veche.preflight.votes import NOTE
from veche.publishing.domain.figures import due, keep
from veche.publishing.domain.poll_results import PollBoard, board_of, enter_count
from veche.publishing.errors import PublishingError
from veche.publishing.models import Delivery, PollOutcome, PollResult, PostFigures
from veche.staff.models import Administration, Person

POLL = {"question": "Какой двор первым?", "options": ["Ленина, 5", " Мира, 12 "], "multiple": False, "anonymous": True}
OPTIONS = ("Ленина, 5", "Мира, 12")  # as the networks show them


@pytest.fixture
def asked(rubtsovsk: Administration, alice: Person) -> Callable[..., list[Act]]:
    """A post with a poll that is out in these networks."""

    def out(*networks: str, since: timedelta = timedelta(hours=2), **poll: Any) -> list[Act]:
        accounts = [make_account(rubtsovsk, network=network, responsible=alice) for network in networks]
        post = make_post(make_plan_item(rubtsovsk, author=alice, accounts=tuple(accounts)))
        return [_act(account, post, now() - since, poll) for account in accounts]

    return out


def _act(account: Account, post: Post, moment: Any, poll: dict[str, Any]) -> Act:
    payload = {"verb": "publish", "text": "Дворы.", "photos": [], "poll": POLL | poll}
    state = {"state": "confirmed", "proof": "answer", "remote_id": "77", "last_call_at": moment}
    act = make_act(account, payload=payload, due_at=moment, **state)
    version = post.versions.get()
    Delivery.objects.create(administration=account.administration, version=version, account=account, act=act)
    return act


def counted(act: Act, *votes: int, voters: int | None = None, closed: bool = False) -> None:
    told = PostStatistics(views=1, poll=PollCount(votes, sum(votes) if voters is None else voters, closed))
    keep(account=act.account, acts={act.remote_id: act}, found={act.remote_id: told})


def board(acts: list[Act]) -> PollBoard:
    found = board_of(list(Act.objects.filter(pk__in=[act.pk for act in acts]).select_related("poll_result", "account")))
    assert found is not None
    return found


def told_by_telegram(act: Act, poll_id: str, *votes: int, options: tuple[str, ...] = OPTIONS) -> None:
    event = PollCounted(f"poll:{poll_id}:{votes}", poll_id, POLL["question"], options, votes, sum(votes), False, now())  # type: ignore[arg-type]
    InboundEvent.objects.create(
        administration=act.administration,
        account=act.account,
        dedup=event.dedup,
        kind="poll_counted",
        payload=to_json(event),
        received_at=now(),
    )
    process_events(act.account)


def test_votes_of_all_networks_are_one_result(asked: Callable[..., list[Act]]):
    vk, telegram = acts = asked("vk", "telegram")
    counted(vk, 30, 50)
    told_by_telegram(telegram, "5", 10, 9)
    told_by_telegram(telegram, "5", 10, 10)
    told_by_telegram(telegram, "6", 700, 1)  # somebody's other poll in the same words: this one is known by its number
    told_by_telegram(telegram, "7", 1, 1, 1, options=("а", "б", "в"))

    found = board(acts)

    assert [(answer.text, answer.votes, answer.percent) for answer in found.answers] == [
        ("Ленина, 5", 40, 40),
        ("Мира, 12", 60, 60),
    ]
    assert (found.voters, found.is_over, PollResult.objects.count()) == (100, False, 2)
    assert list(InboundEvent.objects.filter(processed_at=None)) == []


def test_a_count_of_another_number_of_answers_is_not_ours(asked: Callable[..., list[Act]]):
    [vk] = asked("vk")

    counted(vk, 1, 2, 3)

    assert not PollResult.objects.exists()


def test_a_correction_that_carries_the_poll_is_no_second_poll(asked: Callable[..., list[Act]], alice: Person):
    [vk] = asked("vk")
    counted(vk, 30, 50)
    again = make_act(vk.account, verb="edit", about=vk, state="confirmed", proof="answer", payload=vk.payload)

    assert [count.act for count in board([vk, again]).counts] == [vk]
    with pytest.raises(PublishingError):
        enter_count(act=again, by=alice, votes=[1, 1])


def test_an_open_poll_is_read_hourly_until_it_is_closed(asked: Callable[..., list[Act]]):
    [vk] = asked("vk", since=timedelta(days=5), open_for=timedelta(days=7).total_seconds())
    counted(vk, 1, 2)
    PostFigures.objects.update(asked_at=now() - timedelta(minutes=70))
    assert list(due(vk.account)) == [vk]
    assert board([vk]).is_over is False

    counted(vk, 1, 3, closed=True)
    PostFigures.objects.update(asked_at=now() - timedelta(minutes=70))

    assert list(due(vk.account)) == []


def test_a_poll_that_is_over_waits_on_the_desk_until_its_outcome_is_told(
    asked: Callable[..., list[Act]], alice: Person
):
    [vk] = asked("vk", since=timedelta(days=5), open_for=timedelta(days=4).total_seconds())
    [still_open] = asked("vk")
    counted(vk, 1, 2)
    counted(still_open, 5, 5)
    browser, row = client_of(alice), "опрос закончился"
    page = browser.get(reverse("web:today")).content.decode()
    assert (page.count(row), "3 голоса" in page) == (1, True)

    browser.post(reverse("publishing:poll_outcome", args=[vk.delivery.version.post_id]))

    assert row not in browser.get(reverse("web:today")).content.decode()


def test_a_person_counts_where_no_network_does_and_the_network_counts_better(
    asked: Callable[..., list[Act]], alice: Person
):
    [ok] = asked("ok")
    post = ok.delivery.version.post
    browser, address = client_of(alice), reverse("publishing:poll_count", args=[post.pk, ok.pk])
    refused = browser.post(address, {f"{ok.pk}-votes0": "7", f"{ok.pk}-votes1": "много"})
    assert refused.status_code == 422
    assert 'value="много"' in refused.content.decode()

    browser.post(address, {f"{ok.pk}-votes0": "7", f"{ok.pk}-votes1": "3"})

    page = browser.get(reverse("publishing:detail", args=[post.pk])).content.decode()
    assert "вписал человек: <bdi>" in page
    assert (board([ok]).voters, Entry.objects.filter(verb="publishing.poll_counted").count()) == (10, 1)
    counted(ok, 8, 3)
    said = browser.post(address, {f"{ok.pk}-votes0": "1", f"{ok.pk}-votes1": "1"}, follow=True).content.decode()
    assert "Сеть уже посчитала сама" in said
    assert [answer.votes for answer in board([ok]).answers] == [8, 3]


def test_the_outcome_becomes_one_draft(asked: Callable[..., list[Act]], alice: Person):
    vk, telegram = asked("vk", "telegram")
    post = vk.delivery.version.post
    browser, address = client_of(alice), reverse("publishing:poll_outcome", args=[post.pk])
    early = browser.post(address, follow=True).content.decode()
    assert "Голосов пока нет" in early
    counted(vk, 30, 50)
    told_by_telegram(telegram, "5", 10, 10)

    first, second = browser.post(address), browser.post(address)

    outcome = PollOutcome.objects.get().told_in
    assert first.url == second.url == reverse("publishing:edit", args=[outcome.pk])  # type: ignore[attr-defined]
    assert outcome.plan_item.title == "Итог опроса: Какой двор первым?"
    assert outcome.versions.get().text == (
        "Подводим итог опроса «Какой двор первым?»\n\n"
        "— Мира, 12: 60 % (60)\n— Ленина, 5: 40 % (40)\n\n"
        "Ответили 100: ВКонтакте 80, Телеграм 20. Спасибо каждому!\n\n"
        "Опрос показывает мнение подписчиков. Он не заменяет голосование, публичные слушания и обращение."
    )
    assert "Запись с итогом" in browser.get(reverse("publishing:detail", args=[post.pk])).content.decode()


def test_the_editor_and_the_sheet_ask_to_say_that_a_poll_is_no_vote(alice: Person, carol: Person):
    post = drafted(alice)
    version = working(post)
    poll = PollWords("За какой двор проголосуете?", ("Ленина, 5", "Мира, 12"))
    save_text(version=version, by=alice, revision=version.revision, text="Выбираем двор.", variants={}, poll=poll)
    editor = client_of(alice).get(reverse("publishing:edit", args=[post.pk])).content.decode()

    step = step_of(ask(version=working(post), by=alice).version)

    sheet = client_of(carol).get(reverse("approval:detail", args=[step.pk])).content.decode()
    assert (editor.count(NOTE), sheet.count(NOTE)) == (1, 1)
