"""The administration's own bots against the training networks: link, message, answer with files, block."""

import base64
import json
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from tests.networks.conftest import door_to, picture, soon
from tests.sandbox_process import SandboxProcess
from veche.kernel.clock import now
from veche.kernel.crypto import Secret
from veche.kernel.http import HttpClient
from veche.networks.bots import Button, ChatBack, ChatClosed, ChatStarted, ChatStopped, Sent, ServiceBot
from veche.networks.protocol import Absent, CannotTell, FileKind, Found, NetworkError, Slot
from veche.networks.registry import NETWORKS, open_bot

BOTS = [slug for slug, profile in NETWORKS.items() if profile.bot is not None]
LINK = Button("Открыть", "https://veche.example.ru/requests/7/")


@dataclass
class Scene:
    """A bot, and what people do with it."""

    slug: str
    sandbox: SandboxProcess
    bot: ServiceBot
    number: int
    cursor: str = ""

    def tell(self, path: str, **body: Any) -> Any:
        return self.sandbox.ask("POST", self.slug, path, {"bot": self.number, "author": "Анна Петрова", **body})

    def events(self) -> list[Any]:
        page = self.bot.fetch(self.cursor, deadline=soon())
        self.cursor = page.cursor
        return list(page.events)

    def start(self, code: str = "") -> str:
        """Open the chat and return its id."""
        self.events()
        if self.slug == "max":
            self.tell("messages", **({"payload": code} if code else {}))
        else:
            self.tell("messages", text=f"/start {code}".strip())
        started = next(one for one in self.events() if isinstance(one, ChatStarted))
        assert (started.code, started.name) == (code, "Анна Петрова")
        return started.chat_id

    def heard(self) -> list[dict[str, Any]]:
        found = self.sandbox.ask("GET", self.slug, "messages", query={"bot": self.number})
        return [one for one in found if one["ours"]]


@pytest.fixture(params=BOTS)
def scene(request: pytest.FixtureRequest, sandbox: SandboxProcess) -> Scene:
    made = sandbox.ask("POST", request.param, "bots", {})
    base = sandbox.info[request.param]["base"]
    bot = open_bot(request.param, keys={Slot.BOT: Secret(made["token"])}, http=door_to(sandbox), base_url=base)
    return Scene(request.param, sandbox, bot, made["bot_id"])


def test_it_is_known_by_its_name(scene: Scene) -> None:
    found = scene.bot.identify(deadline=soon())

    form = NETWORKS[scene.slug].bot
    assert form is not None
    assert found.number == str(scene.number)
    home = NETWORKS[scene.slug].pages.home
    assert form.link(home, found.name, "K7") == f"{home}/{found.name}?start=K7"


def test_a_message_with_a_link_reaches_who_started_the_chat(scene: Scene) -> None:
    chat = scene.start("K7-42")

    sent = scene.bot.send(chat, "Просят вас", (LINK,), reply_to="", deadline=soon())

    (heard,) = scene.heard()
    assert (str(heard["id"]), heard["text"]) == (sent, "Просят вас")
    assert heard["buttons"] == [{"text": LINK.text, "url": LINK.url}]


def test_an_answer_comes_with_its_files_and_what_it_answers(scene: Scene) -> None:
    chat = scene.start()
    asked = scene.bot.send(chat, "Снимки моста", (), reply_to="", deadline=soon())
    photo, paper = picture("red"), b"%PDF-1.4 paper"

    scene.tell(
        "messages",
        text="Вот мост",
        reply_to=asked if scene.slug == "max" else int(asked),
        photos=[base64.b64encode(photo).decode()],
        files=[{"name": "акт.pdf", "body": base64.b64encode(paper).decode()}],
    )

    came = [one for one in scene.events() if isinstance(one, Sent)]
    assert [came[0].text, came[0].reply_to, came[0].chat_id] == ["Вот мост", asked, chat]
    files = [file for one in came for file in one.files]
    assert [file.kind for file in files] == [None, FileKind.DOCUMENT]
    assert files[1].name == "акт.pdf"
    assert [scene.bot.download(file.ref, max_bytes=10**6, deadline=soon()) for file in files] == [photo, paper]
    assert len({one.album for one in came}) == 1
    assert scene.events() == []


def test_an_edit_is_known_as_one(scene: Scene) -> None:
    scene.start()
    written = scene.tell("messages", text="Завтра")
    scene.tell("messages/edit", id=written["id"], text="Послезавтра")

    first, second = (one for one in scene.events() if isinstance(one, Sent))

    assert first.message_id == second.message_id == str(written["id"])
    assert [first.edited, second.edited] == [False, True]
    assert first.dedup != second.dedup


def test_who_blocks_it_is_not_written_to(scene: Scene) -> None:
    chat = scene.start()
    scene.tell("messages/stop")

    assert [type(one) for one in scene.events()] == [ChatStopped]
    with pytest.raises(ChatClosed):
        scene.bot.send(chat, "Просят вас", (), reply_to="", deadline=soon())


def test_a_lost_answer_is_looked_up_where_the_network_shows_it(scene: Scene) -> None:
    chat, since = scene.start(), now() - timedelta(minutes=1)
    method = "POST /messages" if scene.slug == "max" else "sendMessage"
    scene.sandbox.fault(scene.slug, method, "lost_after_apply")

    with pytest.raises(NetworkError) as lost:
        scene.bot.send(chat, "Просят вас", (), reply_to="", deadline=soon())

    assert lost.value.maybe_done
    found = scene.bot.look_up(chat, "Просят вас", since=since, deadline=soon())
    assert isinstance(found, Found if scene.slug == "max" else CannotTell)
    if scene.slug == "max":
        assert scene.bot.look_up(chat, "Другое", since=since, deadline=soon()) == Absent()


def served(server: HTTPServer, slug: str, updates: list[dict[str, Any]]) -> list[Any]:
    """The events of a page of exactly these updates."""
    body = {"updates": updates, "marker": 8} if slug == "max" else {"ok": True, "result": updates}
    server.expect_request(re.compile(".*")).respond_with_data(json.dumps(body), content_type="application/json")
    http = HttpClient(allowed_private=frozenset({(server.host, server.port)}))
    base = server.url_for("").rstrip("/")
    return list(
        open_bot(slug, keys={Slot.BOT: Secret("1:T")}, http=http, base_url=base).fetch("", deadline=soon()).events
    )


def test_telegram_says_who_blocks_and_who_lets_it_in_again(httpserver: HTTPServer) -> None:
    updates = [
        {
            "update_id": number,
            "my_chat_member": {
                "chat": {"id": 5, "type": kind},
                "from": {"id": 5, "is_bot": False, "first_name": "Анна"},
                "date": 1,
                "old_chat_member": {"user": {"id": 1}, "status": old},
                "new_chat_member": {"user": {"id": 1}, "status": new},
            },
        }
        for number, (kind, old, new) in enumerate(
            (("private", "member", "kicked"), ("private", "kicked", "member"), ("group", "kicked", "member"))
        )
    ]

    assert served(httpserver, "telegram", updates) == [ChatStopped("update:0", "5"), ChatBack("update:1", "5")]


@pytest.mark.parametrize("slug", BOTS)
def test_text_that_no_database_takes_comes_without_its_bad_characters(httpserver: HTTPServer, slug: str) -> None:
    text = "Ёл\x00ка \ud83d"
    person = {"id": 5, "user_id": 5, "is_bot": False, "first_name": "Анна\ud83d"}
    if slug == "max":
        message: dict[str, Any] = {
            "sender": person,
            "recipient": {"chat_id": 9, "chat_type": "dialog"},
            "body": {"mid": "mid.1", "seq": 1, "text": text},
        }
        updates: list[dict[str, Any]] = [{"update_type": "message_created", "timestamp": 1, "message": message}]
    else:
        message = {"message_id": 3, "from": person, "chat": {"id": 5, "type": "private"}, "date": 1, "text": text}
        updates = [{"update_id": 1, "message": message}]

    (event,) = served(httpserver, slug, updates)

    assert (event.text, event.name) == ("Ёлка ?", "Анна?")
