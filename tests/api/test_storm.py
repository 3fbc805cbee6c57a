"""The storm of `make bench` in small: three networks at once, four callers, duplicates, forgeries, and edits that
arrive before their comment.
"""

import threading
from collections import Counter, deque
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from tests.bench.storm import Event, accounts_of, events_for
from veche.inbox.domain.process_events import process_events
from veche.inbox.models import InboundEvent, Message
from veche.kernel.clock import now
from veche.staff.models import Administration, Person

pytestmark = pytest.mark.django_db(transaction=True)


def call(client: Client, event: Event) -> int:
    head, _, body = event.request.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    headers = dict(line.split(": ") for line in lines if line.startswith("X-"))
    answer: Any = client.post(first.split(" ")[1], body, content_type="application/json", headers=headers)
    return int(answer.status_code)


def test_every_event_is_stored_once_whatever_comes_twice_or_too_early(rubtsovsk: Administration, alice: Person) -> None:
    accounts = accounts_of(rubtsovsk, alice)
    events = events_for(accounts, 120)
    waiting, statuses = deque(events), list[int]()

    def caller() -> None:
        client = Client()
        with suppress(IndexError):
            while True:
                event = waiting.popleft()
                statuses.append(call(client, event))
        connection.close()

    callers = [threading.Thread(target=caller) for _ in range(4)]
    for thread in callers:
        thread.start()
    for thread in callers:
        thread.join()

    forged = [event for event in events if event.dedup is None]
    assert forged
    assert len(events) > len({(event.account, event.dedup) for event in events}) + 10
    assert Counter(statuses) == {200: len(events) - len(forged), 403: len(forged)}
    wanted = {(event.account, event.dedup) for event in events if event.dedup}
    assert Counter(InboundEvent.objects.values_list("account_id", "dedup")) == dict.fromkeys(wanted, 1)
    for account in accounts.values():
        process_events(account)
        InboundEvent.objects.filter(processed_at=None).update(next_try_at=now())
        process_events(account)
    assert not InboundEvent.objects.filter(processed_at=None).exists()
    assert Message.objects.count() == sum(str(dedup).startswith("new:") for _account, dedup in wanted)


def test_a_storm_wakes_the_worker_once_a_moment(rubtsovsk: Administration, alice: Person) -> None:
    from django_tasks_db.models import DBTaskResult

    accounts = accounts_of(rubtsovsk, alice)
    client, events = Client(), [event for event in events_for(accounts, 60) if event.account == accounts["vk"].pk]
    began = now()
    for event in events:
        call(client, event)

    woken = DBTaskResult.objects.filter(task_path="veche.inbox.tasks.sort_out").order_by("run_after")
    seconds = (now() - began).total_seconds()
    assert 1 <= len(woken) <= 2 + seconds / 0.2
    last = InboundEvent.objects.latest("received_at").received_at
    assert [row for row in woken if row.run_after > last]
