"""vkbottle and the community itself: bans, private messages, managers, page settings."""

import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.lazily import Lazily
from tests.veche_sandbox.vk.test_vkbottle import run
from tests.veche_sandbox.vk.world import World, picture

if TYPE_CHECKING:
    import vkbottle
    import vkbottle_types.objects
else:
    vkbottle = Lazily("vkbottle")
    vkbottle_types = Lazily("vkbottle_types")

pytestmark = [pytest.mark.peers, pytest.mark.nightly]


@pytest.fixture(autouse=True)
def pointed_at_the_sandbox(vk: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vkbottle.API, "API_URL", f"{vk.base}/method/")


def letter(vk: World, text: str = "Когда?") -> int:
    """Write a private message as a resident and return the author's id."""
    return int(vk.order("messages", author="Анна Ковалёва", text=text)["peer_id"])


def test_bans_reads_the_list_and_lets_go(vk: World) -> None:
    number, until = letter(vk), int(time.time()) + 86_400

    async def act(api: vkbottle.API) -> Any:
        await api.groups.ban(group_id=vk.group_id, owner_id=number, end_date=until, reason=1, comment="Спам")
        banned = await api.groups.get_banned(group_id=vk.group_id)
        await api.groups.unban(group_id=vk.group_id, owner_id=number)
        return banned, await api.groups.get_banned(group_id=vk.group_id)

    banned, afterwards = run(vk, vk.admin, act)
    [one] = banned.items
    assert one.profile.id == number
    assert one.ban_info.end_date.timestamp() == until
    assert one.ban_info.comment == "Спам"
    assert one.ban_info.reason == vkbottle_types.objects.GroupsBanInfoReason.SPAM
    assert (afterwards.count, vk.sandbox.complaints("vk")) == (0, [])


def test_answers_a_message_once_and_reads_the_conversation(vk: World) -> None:
    number = letter(vk)

    async def act(api: vkbottle.API) -> Any:
        sent = [await api.messages.send(peer_id=number, random_id=42, message="К шести") for _ in range(2)]
        return sent, await api.messages.get_history(peer_id=number)

    sent, history = run(vk, vk.community, act)
    assert sent[0] == sent[1]
    assert [(one.text, one.random_id) for one in history.items] == [("К шести", 42), ("Когда?", None)]
    assert vk.sandbox.complaints("vk") == []


def test_meets_the_refusals_of_messages(vk: World) -> None:
    number = letter(vk)
    vk.order("messages/stop", author="Анна Ковалёва")

    async def act(api: vkbottle.API) -> Any:
        return await api.messages.send(peer_id=number, random_id=42, message="К шести")

    with pytest.raises(vkbottle.VKAPIError) as refused:
        run(vk, vk.community, act)
    assert refused.value.code == 901


def test_reads_who_runs_it_and_changes_what_it_says(vk: World) -> None:
    async def act(api: vkbottle.API) -> Any:
        await api.groups.edit(group_id=vk.group_id, description="Город")
        shown = await api.groups.get_by_id(
            group_id=str(vk.group_id), fields=[vkbottle_types.objects.GroupsFields.DESCRIPTION]
        )
        # The typed answer of this filter requires an envelope inside the envelope, which VK never sends.
        asked = {"group_id": vk.group_id, "filter": "managers"}
        return shown, (await api.request("groups.getMembers", asked))["response"]

    shown, managers = run(vk, vk.community, act)
    assert [group.description for group in shown.groups] == ["Город"]
    assert managers["items"] == [{"id": vk.admin_id, "role": "creator"}]


def test_sets_the_main_photo(vk: World) -> None:
    async def act(api: vkbottle.API) -> Any:
        await vkbottle.PhotoFaviconUploader(api).raw_upload(picture(), owner_id=vk.wall)
        return await api.photos.get(owner_id=vk.wall, album_id="profile")

    assert run(vk, vk.admin, act).count == 1
    assert vk.sandbox.ask("GET", "vk", "page", query={"account": vk.group_id})["avatar"]
    assert vk.sandbox.complaints("vk") == []
