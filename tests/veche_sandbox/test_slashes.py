"""API bases that end in a slash, as some clients require."""

from urllib.parse import urlsplit

import pytest

from tests import loopback
from tests.sandbox_process import SandboxProcess


@pytest.mark.parametrize("between", ["/", "//"])
def test_a_slash_more_does_no_harm(sandbox: SandboxProcess, between: str) -> None:
    info = sandbox.info
    vk, telegram, chat = info["vk"], info["telegram"], info["max"]["chat_id"]
    asked = {
        f"{telegram['base']}{between}bot{telegram['token']}/getMe": {},
        f"{info['max']['base']}{between}chats/{chat}": {"Authorization": info["max"]["token"]},
        f"{vk['base']}{between}method/groups.getById?v=5.199&access_token={vk['community_token']}": {},
    }

    answers = [loopback.get(url, headers=headers) for url, headers in asked.items()]

    assert [(urlsplit(str(one.url)).path.count("//"), one.status_code) for one in answers] == [
        (between == "//", 200)
    ] * 3
    assert [set(answer.json()) & {"ok", "chat_id", "response"} for answer in answers] == [
        {"ok"},
        {"chat_id"},
        {"response"},
    ]
