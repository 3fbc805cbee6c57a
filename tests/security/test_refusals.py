"""Traces of a refusal in the log, and of a person in a browser after sign-out."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.people import client_of, sign_in
from veche.config import logs
from veche.kernel import logging as our_logging
from veche.staff.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """The process' log as JSON."""
    said, root = io.StringIO(), logging.getLogger()
    before = root.handlers[:], root.level
    logs.configure({"level": "INFO"})
    our_logging.configure("INFO", json=True, stream=said)
    yield said
    root.handlers[:] = before[0]
    root.setLevel(before[1])


def refusals(log: io.StringIO) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    return [line for line in lines if line.get("status_code") == 403]


def told(line: dict[str, Any]) -> dict[str, Any]:
    return {name: line.get(name) for name in ("event", "person", "address", "method", "exception", "request")}


def test_a_refused_permission_names_person_and_address(helen: Person, log: io.StringIO):
    client_of(helen, REMOTE_ADDR="192.0.2.7").get("/people/")

    assert [told(line) for line in refusals(log)] == [
        {
            "event": "Forbidden (Permission denied): /people/",
            "person": helen.pk,
            "address": "192.0.2.7",
            "method": "GET",
            "exception": None,
            "request": None,
        }
    ]


def test_a_strange_host_is_a_line_without_traceback(db: None, log: io.StringIO):
    answer = Client(SERVER_NAME="elsewhere.example").get("/me/login/")

    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    strange = [line for line in lines if "elsewhere.example" in line["event"]]
    assert (answer.status_code, [line["level"] for line in strange]) == (400, ["warning"])
    assert [(line.get("exception"), line.get("request")) for line in lines] == [(None, None)] * len(lines)


def test_a_form_without_its_token_names_nobody(db: None, log: io.StringIO):
    Client(enforce_csrf_checks=True, REMOTE_ADDR="192.0.2.7").post("/me/login/", {})

    assert [told(line) for line in refusals(log)] == [
        {
            "event": "Forbidden (CSRF cookie not set.): /me/login/",
            "person": None,
            "address": "192.0.2.7",
            "method": "POST",
            "exception": None,
            "request": None,
        }
    ]


@pytest.mark.parametrize("path", ["/me/logout/", "/people/sign-out/"])
def test_who_signs_out_leaves_no_draft_in_the_browser(helen: Person, path: str):
    browser = Client()
    sign_in(helen, browser)

    stays, leaves = browser.get("/journal/"), browser.post(path)

    assert [answer.headers.get("Clear-Site-Data") for answer in (stays, leaves)] == [None, '"storage"']
