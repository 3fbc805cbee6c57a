"""stories.*: two steps, one file, 24 hours; documented refusals and shapes."""

import time
from typing import Any

import pytest

from tests.networks.conftest import picture
from tests.networks.test_formats import MP4
from tests.veche_sandbox.vk import oracle
from tests.veche_sandbox.vk.test_shapes import judge
from tests.veche_sandbox.vk.world import World

pytestmark = pytest.mark.sweep

PAGE = "https://vk.com/gorod"


def upload(vk: World, kind: str = "Photo", **asked: Any) -> dict[str, Any]:
    server = vk.ok(f"stories.get{kind}UploadServer", group_id=vk.group_id, **asked)
    part = {"Photo": ("file", ("a.png", picture("navy"))), "Video": ("video_file", ("a.mp4", MP4))}[kind]
    answer: dict[str, Any] = vk.http.post(server["upload_url"], files=dict([part])).json()
    return answer


def story(vk: World, kind: str = "Photo", **asked: Any) -> dict[str, Any]:
    result = upload(vk, kind, **asked)["response"]["upload_result"]
    [item] = vk.ok("stories.save", upload_results=result)["items"]
    return dict(item)


def test_a_story_is_shown_to_all_with_its_button(vk: World) -> None:
    made = story(vk, link_text="more", link_url=PAGE), story(vk, "Video")

    feed = vk.ok("stories.get", vk.admin, owner_id=vk.wall)

    assert [one["id"] for one in feed["items"][0]["stories"]] == [made[1]["id"], made[0]["id"]]
    assert [one["type"] for one in made] == ["photo", "video"]
    assert made[0]["link"] == {"text": "more", "url": PAGE}
    assert made[0]["expires_at"] - made[0]["date"] == 24 * 3600


def test_refusals(vk: World) -> None:
    ask = "stories.getPhotoUploadServer"
    own = {"group_id": vk.group_id}

    assert vk.refusal(ask, **own, link_text="more", link_url="https://gorod.ru")[0] == 100
    assert vk.refusal(ask, **own, link_text="go", link_url=PAGE)[0] == 100
    assert vk.refusal(ask, **own, link_url=PAGE)[0] == 100
    assert vk.refusal(ask, vk.admin)[0] == 100
    assert vk.refusal("stories.save")[0] == 100
    assert vk.refusal("stories.save", upload_results="x")[0] == 100
    assert vk.refusal("stories.delete", owner_id=vk.wall, story_id=999)[0] == 15
    assert vk.refusal("stories.getById", stories=f"{vk.wall}_x")[0] == 100


def test_an_address_takes_one_file_of_its_kind(vk: World) -> None:
    server = vk.ok("stories.getPhotoUploadServer", group_id=vk.group_id)["upload_url"]
    refused = [
        vk.http.post(server, files={"photo": ("a.png", picture("navy"))}).json(),
        vk.http.post(server, files={"file": ("a.png", b"no picture")}).json(),
    ]
    taken = vk.http.post(server, files={"file": ("a.png", picture("navy"))}).json()["response"]["upload_result"]
    again = vk.http.post(server, files={"file": ("a.png", picture("navy"))}).json()
    vk.ok("stories.save", upload_results=taken)

    assert [one["error"]["error_code"] for one in (*refused, again)] == [100, 100, 100]
    assert vk.refusal("stories.save", upload_results=taken)[0] == 100


def test_it_ends_by_itself(vk: World) -> None:
    made = story(vk)
    name = f"{vk.wall}_{made['id']}"
    assert vk.ok("stories.getById", stories=name)["count"] == 1

    at = int(time.time()) - 24 * 3600
    vk.change_file(
        "UPDATE entries SET at = ? WHERE network = 'vk' AND place = ? AND id = ?", at, vk.group_id, made["id"]
    )

    assert vk.refusal("stories.getById", stories=name)[0] == 1600
    assert vk.ok("stories.get", owner_id=vk.wall) == {"count": 0, "items": []}
    assert vk.refusal("stories.delete", owner_id=vk.wall, story_id=made["id"])[0] == 15


@pytest.mark.skipif(not oracle.present(), reason=oracle.MISSING)
def test_vk_answers_as_published(vk: World) -> None:
    server = vk.ok("stories.getPhotoUploadServer", group_id=vk.group_id)
    assert not judge("stories.getPhotoUploadServer", server)
    result = upload(vk)["response"]["upload_result"]
    saved = vk.ok("stories.save", upload_results=result)
    assert not judge("stories.save", saved)
    assert not judge("stories.get", vk.ok("stories.get", owner_id=vk.wall))
    number = saved["items"][0]["id"]
    assert not judge("stories.getById", vk.ok("stories.getById", stories=f"{vk.wall}_{number}", extended=1))
    assert not judge("stories.delete", vk.ok("stories.delete", owner_id=vk.wall, story_id=number))


def page(vk: World, query: str = "") -> str:
    control = vk.sandbox.info["control"].removesuffix("/control")
    shown: str = vk.http.get(f"{control}/wall/vk/{vk.group_id}{query}").text
    return shown


def test_the_wall_draws_the_stories_of_the_day(vk: World) -> None:
    assert 'aria-label="Истории"' not in page(vk)
    shot, film = story(vk, link_text="more", link_url=PAGE), story(vk, "Video")

    drawn = page(vk)

    places = [drawn.index(f'id="story-{one["id"]}"') for one in (film, shot)]
    assert places == sorted(places)
    assert ['<img src="/photos/' in drawn, '<video src="/files/' in drawn, f'href="{PAGE}"' in drawn] == [True] * 3
    assert 'aria-label="Истории"' not in page(vk, "?before=9999")
    vk.ok("stories.delete", owner_id=vk.wall, story_id=shot["id"])
    assert (f'id="story-{shot["id"]}"' in page(vk), f'id="story-{film["id"]}"' in page(vk)) == (False, True)
