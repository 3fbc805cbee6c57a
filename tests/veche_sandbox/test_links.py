"""A link to a post has the real network's format and opens that post on its wall."""

import pytest

from tests import loopback
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
        answer = loopback.get(root + link)
        assert answer.status_code == 303
        assert answer.headers["location"].endswith(f"#post-{number}")
        assert "Сюда ведёт ссылка" in loopback.get(root + answer.headers["location"]).text


@pytest.mark.parametrize(
    ("network", "page"),
    [
        ("vk", "/vk.com/club{}"),
        ("vk", "/vk.com/training_city"),
        ("ok", "/ok.ru/group/{}"),
        ("ok", "/ok.ru/training_city"),
    ],
)
def test_link_of_an_account_leads_to_its_wall(sandbox: SandboxProcess, network: str, page: str) -> None:
    root, number = sandbox.info["control"].removesuffix("/control"), sandbox.info[network]["group_id"]

    answer = loopback.get(root + page.format(number))

    assert (answer.status_code, answer.headers.get("location")) == (303, f"/wall/{network}/{number}")


def test_link_to_nobody_is_missing(sandbox: SandboxProcess) -> None:
    root = sandbox.info["control"].removesuffix("/control")

    assert loopback.get(f"{root}/t.me/nobody_here/1").status_code == 404
    assert loopback.get(f"{root}/vk.com/nobody_here").status_code == 404
    assert loopback.get(f"{root}/ok.ru/group/1").status_code == 404
