"""A link to a post looks as the real network's and leads to that post on its wall."""

import httpx2
import pytest

from tests.sandbox_process import SandboxProcess


@pytest.mark.parametrize("network", ["vk", "telegram"])
def test_link_of_a_post_leads_to_it(sandbox: SandboxProcess, network: str) -> None:
    post = sandbox.write_post(network, "Сюда ведёт ссылка")
    root = sandbox.info["control"].removesuffix("/control")
    number = post["id"]
    links = {
        "vk": [f"/vk.com/wall-{post['account']}_{number}"],
        "telegram": [f"/t.me/training_city/{number}", f"/t.me/c/{str(post['account']).removeprefix('-100')}/{number}"],
    }

    for link in links[network]:
        answer = httpx2.get(root + link)
        assert answer.status_code == 303
        assert answer.headers["location"].endswith(f"#post-{number}")
        assert "Сюда ведёт ссылка" in httpx2.get(root + answer.headers["location"]).text


def test_link_to_nobody_is_missing(sandbox: SandboxProcess) -> None:
    root = sandbox.info["control"].removesuffix("/control")

    assert httpx2.get(f"{root}/t.me/nobody_here/1").status_code == 404
