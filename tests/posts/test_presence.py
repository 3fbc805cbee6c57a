"""Who is in the editor: seen by others for three minutes, written once a minute."""

from datetime import UTC, datetime

import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.written import drafted
from veche.posts.domain.presence import other_editors, record_presence
from veche.posts.models import Presence
from veche.staff.models import Person

NOON = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)


def test_others_see_who_is_there_until_they_have_left(alice: Person, bob: Person):
    with time_machine.travel(NOON, tick=False) as clock:
        post = drafted(alice)
        record_presence(post=post, by=bob)
        record_presence(post=post, by=alice)
        clock.shift(59)
        with CaptureQueriesContext(connection) as soon:
            record_presence(post=post, by=bob)
        clock.shift(61)

        seen = [(one.person, one.minutes) for one in other_editors(post, alice)]
        clock.shift(61)
        gone = list(other_editors(post, alice))
        record_presence(post=post, by=alice)

    assert (seen, gone) == ([(bob, 2)], [])
    assert [query["sql"].split()[0] for query in soon.captured_queries] == ["SELECT"]
    assert list(Presence.objects.of(alice.administration).values_list("person", flat=True)) == [alice.pk]
