"""polls.*, video.*, docs.*: documented shapes and refusals, and vkbottle."""

import struct
import time

import pytest

from tests.networks.test_formats import MP4, PDF
from tests.veche_sandbox.vk import oracle
from tests.veche_sandbox.vk.test_shapes import judge
from tests.veche_sandbox.vk.test_vkbottle import pointed_at_the_sandbox, run  # noqa: F401 -- a fixture
from tests.veche_sandbox.vk.world import World

pytestmark = pytest.mark.sweep

ANSWERS = '["Ленина, 5", "Мира, 12"]'


@pytest.mark.skipif(not oracle.present(), reason=oracle.MISSING)
def test_vk_answers_as_published(vk: World) -> None:
    own = {"owner_id": vk.wall}
    poll = vk.ok("polls.create", vk.admin, **own, question="Двор?", add_answers=ANSWERS, is_anonymous=1)
    assert not judge("polls.create", poll)
    assert not judge("polls.getById", vk.ok("polls.getById", vk.admin, **own, poll_id=poll["id"]))
    video = vk.ok("video.save", vk.admin, group_id=vk.group_id, name="Каток", wallpost=0)
    assert not judge("video.save", video)
    sent = vk.http.post(video["upload_url"], files={"video_file": ("a.mp4", MP4)}).json()
    assert (sent["video_id"], sent["size"]) == (video["video_id"], len(MP4))
    names = f"video{video['owner_id']}_{video['video_id']}"
    server = vk.ok("docs.getWallUploadServer", group_id=vk.group_id)
    assert not judge("docs.getWallUploadServer", server)
    taken = vk.http.post(server["upload_url"], files={"file": ("план.pdf", PDF)}).json()
    saved = vk.ok("docs.save", file=taken["file"], title="план.pdf")
    assert not judge("docs.save", saved)
    names += f",doc{saved['doc']['owner_id']}_{saved['doc']['id']},poll{vk.wall}_{poll['id']}"

    vk.post("Всё сразу", attachments=names)

    shown = vk.ok("wall.get", vk.admin, **own)
    assert not judge("wall.get", shown)
    assert [one["type"] for one in shown["items"][0]["attachments"]] == ["video", "doc", "poll"]
    assert vk.ok("polls.addVote", vk.admin, **own, poll_id=poll["id"], answer_ids=poll["answers"][1]["id"]) == 1
    assert [a["votes"] for a in vk.ok("polls.getById", vk.admin, **own, poll_id=poll["id"])["answers"]] == [0, 1]


def test_vk_refuses_what_the_reference_says(vk: World) -> None:
    own = {"owner_id": vk.wall}
    poll = vk.ok("polls.create", vk.admin, **own, question="Двор?", add_answers=ANSWERS)
    video = vk.ok("video.save", vk.admin, group_id=vk.group_id, name="Каток")

    alone = vk.refusal("wall.post", **own, from_group=1, attachments=f"poll{vk.wall}_{poll['id']}")
    by_community = vk.refusal("polls.create", **own, question="Двор?", add_answers=ANSWERS)
    eleven = vk.refusal(
        "polls.create", vk.admin, **own, question="?", add_answers=str(list("абвгдежзикл")).replace("'", '"')
    )
    no_film = vk.http.post(video["upload_url"], files={"video_file": ("a.mp4", PDF)}).json()

    assert alone[0] == 100
    assert by_community[0] == 27
    assert eleven[0] == 100
    assert no_film == {"error": "not_a_video"}


def test_vkbottle_posts_with_a_poll(vk: World, pointed_at_the_sandbox: None) -> None:  # noqa: F811
    made = run(
        vk,
        vk.admin,
        lambda api: api.polls.create(question="Двор?", add_answers=ANSWERS, owner_id=vk.wall, is_anonymous=True),
    )

    posted = run(
        vk,
        vk.admin,
        lambda api: api.wall.post(owner_id=vk.wall, message="Голосуем", attachments=[f"poll{made.owner_id}_{made.id}"]),
    )

    assert [answer.text for answer in made.answers] == ["Ленина, 5", "Мира, 12"]
    assert vk.sandbox.posts("vk", vk.group_id)[-1]["id"] == posted.post_id


def test_a_document_keeps_the_extension_of_its_file(vk: World) -> None:
    server = vk.ok("docs.getWallUploadServer", group_id=vk.group_id)
    taken = vk.http.post(server["upload_url"], files={"file": ("план.pdf", PDF)}).json()
    before = int(time.time())
    paper = vk.ok("docs.save", file=taken["file"], title="Отчёт за 2026. Кратко")["doc"]
    assert (paper["title"], paper["ext"]) == ("Отчёт за 2026. Кратко", "pdf")
    assert before <= paper["date"] <= time.time()


def film(seconds: int) -> bytes:
    """An MP4 header with this duration, at 600 units a second."""
    mvhd = b"\0" * 4 + b"\0" * 8 + struct.pack(">II", 600, 600 * seconds) + b"\0" * 80
    box = struct.pack(">I", len(mvhd) + 8) + b"mvhd" + mvhd
    return MP4 + struct.pack(">I", len(box) + 8) + b"moov" + box


def test_a_video_keeps_what_was_said_of_it(vk: World) -> None:
    before = int(time.time())
    said = {"name": "Каток", "description": "Открыт до девяти"}
    video = vk.ok("video.save", vk.admin, group_id=vk.group_id, **said)
    names = f"{video['owner_id']}_{video['video_id']}"
    waiting = vk.ok("video.get", vk.admin, videos=names)["items"][0]
    assert waiting["title"] == "Каток"
    assert waiting["description"] == "Открыт до девяти"
    assert waiting["duration"] == 0
    vk.http.post(video["upload_url"], files={"video_file": ("a.mp4", film(42))})
    shown = vk.ok("video.get", vk.admin, videos=names)
    assert (shown["items"][0]["duration"], before <= shown["items"][0]["date"] <= time.time()) == (42, True)
    assert not oracle.present() or not judge("video.get", shown)
