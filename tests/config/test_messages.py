"""Sentences for the next page: in a cookie of the session they were written for, so that acts write no session row."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.messages import INFO
from django.contrib.sessions.backends.base import SessionBase
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_account, make_plan_item
from tests.people import client_of
from veche.config.messages import Messages
from veche.kernel.clock import local, now
from veche.staff.models import Person
from veche.staff.session_store import SessionStore


def test_an_act_and_the_page_after_it_write_no_session(alice: Person, carol: Person):
    account = make_account(alice.administration, responsible=alice)
    item = make_plan_item(alice.administration, author=alice, accounts=(account,), publish_at=now() + timedelta(days=3))
    browser, other = client_of(alice), client_of(carol)
    for one in (browser, other):
        one.get("/week/")  # the session is saved once
    to = local(now() + timedelta(days=4), alice.administration.time_zone)

    with CaptureQueriesContext(connection) as captured:
        browser.post(reverse("web:item_move", args=[item.pk]), {"day": f"{to:%Y-%m-%d}", "time": "20:30"})
        other.cookies[settings.MESSAGES_COOKIE_NAME] = browser.cookies[settings.MESSAGES_COOKIE_NAME].value
        pages = [one.get("/week/").content.decode() for one in (other, browser, browser)]

    assert ["Перенесли" in page for page in pages] == [False, True, False]
    assert [query["sql"] for query in captured if 'UPDATE "staff_browsersession"' in query["sql"]] == []


def test_the_session_takes_what_the_cookie_has_no_room_for(alice: Person):
    session = SessionStore()
    session.create()
    said = [secrets.token_hex(400) for _ in range(5)]
    request, response = storage(alice, session, {}), HttpResponse()
    for text in said:
        request.add(INFO, text)
    request.update(response)

    cookies = {name: one.value for name, one in response.cookies.items()}
    assert len(cookies[settings.MESSAGES_COOKIE_NAME]) <= 2048
    assert [str(one) for one in storage(alice, session, cookies)] == said


def storage(person: Person, session: SessionBase, cookies: dict[str, str]) -> Messages:
    request = RequestFactory().get("/")
    request.user, request.session = person, session
    request.COOKIES |= cookies
    return Messages(request)
