"""Sessions that are over stay nowhere; a stranger makes none."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from tests.people import client_of
from veche.kernel.clock import now
from veche.staff.models import Person
from veche.staff.tasks import forget_sessions

pytestmark = pytest.mark.django_db


def test_what_is_over_is_forgotten_and_who_works_goes_on(helen: Person, audrey: Person):
    strangers = [Client().post("/posts/1/save/").status_code for _ in range(3)]
    made = Session.objects.count()
    for _ in range(3):
        client_of(audrey)

    with time_machine.travel(now() + timedelta(hours=13)):
        browser = client_of(helen)
        forget_sessions.call()

        assert (strangers, made, Session.objects.count()) == ([302] * 3, 0, 1)
        assert browser.get("/journal/").status_code == 200
