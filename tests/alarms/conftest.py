from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.alarms.mail_server import MailServer, use


@pytest.fixture
def mail(settings: Settings) -> Iterator[MailServer]:
    with MailServer() as server:
        use(settings, server.port)
        yield server
