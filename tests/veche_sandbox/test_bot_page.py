"""The public page of a bot: a deep link opens it, a person begins the chat and reads what the bot writes."""

import pytest

from tests import loopback
from tests.sandbox_process import SandboxProcess
from tests.veche_sandbox.test_wall import _read

HOMES = {"telegram": "t.me", "max": "max.ru"}


@pytest.mark.parametrize("network", sorted(HOMES))
def test_a_deep_link_begins_a_chat(sandbox: SandboxProcess, network: str) -> None:
    made = sandbox.ask("POST", network, "bots", {})
    site = sandbox.info["control"].removesuffix("/control")
    link = f"{site}/{HOMES[network]}/{made['username']}?start=K7-42"

    opened = loopback.get(link, follow_redirects=True)
    begun = loopback.post(str(opened.url.copy_with(query=None)), data={"author": "Анна", "start": "K7-42"})

    assert "Начать" in _read(opened.text).text
    assert begun.status_code == 303
    written = sandbox.ask("GET", network, "messages", query={"bot": made["bot_id"]})
    assert [one["text"] for one in written] == ["/start K7-42" if network == "telegram" else ""]
    page = loopback.get(f"{site}{begun.headers['location']}").text
    assert "Отправить" in _read(page).text
    assert loopback.post(str(opened.url.copy_with(query=None)), data={"author": "", "text": "?"}).status_code == 400


def test_no_page_is_shown_of_an_unknown_bot(sandbox: SandboxProcess) -> None:
    site = sandbox.info["control"].removesuffix("/control")

    assert loopback.get(f"{site}/bot/max/nobody_bot").status_code == 404
