from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.alarms.mail_server import MailServer, use
from tests.alarms.talk import BOTS, ORIGIN, FakeKind, Talk
from tests.sandbox_process import SandboxProcess
from veche.alarms import news
from veche.alarms.news import News
from veche.networks.telegram import pace
from veche.staff.models import Administration, Person


@pytest.fixture
def mail(settings: Settings) -> Iterator[MailServer]:
    with MailServer() as server:
        use(settings, server.port)
        yield server


@pytest.fixture(params=BOTS)
def talk(
    request: pytest.FixtureRequest,
    sandbox: SandboxProcess,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    rubtsovsk: Administration,
    ivan: Person,
) -> Talk:
    """The bot's messages to one chat do not wait a second for each other (tests/accounts/test_pace.py)."""
    monkeypatch.setattr(pace, "CHAT", pace.BOT)
    settings.ORIGIN = ORIGIN
    return Talk(request.param, sandbox, rubtsovsk, ivan)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> FakeKind:
    made = FakeKind()
    monkeypatch.setattr(news, "_kinds", dict(news._kinds))
    news.register(News("bridges.asked", "просят вас", made.read, take=made.take))
    return made
