"""A bot of the city with a person who writes to it, and a kind of news of a room above."""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.sandbox_process import SandboxProcess
from veche.alarms.domain import bots, chats
from veche.alarms.models import Chat
from veche.alarms.news import Material, Matter, NotTaken
from veche.alarms.tasks import look_after_bots
from veche.kernel.crypto import Secret
from veche.networks.registry import NETWORKS
from veche.staff.models import Administration, Person

BOTS = [slug for slug, profile in NETWORKS.items() if profile.bot is not None]
ORIGIN = "https://veche.example.ru"
ANNA = "Анна Петрова"


class Talk:
    """A bot of the city, and a person who writes to it."""

    def __init__(self, slug: str, sandbox: SandboxProcess, city: Administration, by: Person) -> None:
        self.slug, self.sandbox, self.city = slug, sandbox, city
        made = sandbox.ask("POST", slug, "bots", {})
        self.token, self.number = made["token"], made["bot_id"]
        self.bot = bots.set_up(administration=city, network=slug, secret=Secret(self.token), by=by)

    def write(self, author: str = ANNA, **body: Any) -> Any:
        made = self.sandbox.ask("POST", self.slug, "messages", {"bot": self.number, "author": author, **body})
        self.run()
        return made

    def start(self, code: str, author: str = ANNA) -> None:
        self.write(author, **({"payload": code} if self.slug == "max" else {"text": f"/start {code}".strip()}))

    def run(self) -> None:
        look_after_bots.func(self.slug)

    def said(self) -> list[str]:
        return [one["text"] for one in self.heard()]

    def heard(self) -> list[Any]:
        found = self.sandbox.ask("GET", self.slug, "messages", query={"bot": self.number})
        return [one for one in found if one["ours"]]

    def link(self, person: Person) -> Chat:
        self.start(chats.new_code(person))
        return Chat.objects.get(person=person, ended_at=None)


class FakeKind:
    """A kind of a room above. `open`: its subjects that are not over; `given`: what it got."""

    def __init__(self) -> None:
        self.open: set[int] = set()
        self.given: list[Material] = []
        self.refuses = ""

    def read(self, administration: Administration, person: Person, subjects: Sequence[int]) -> Mapping[int, Matter]:
        lines = ("Срок: пятница.",)
        return {
            one: Matter(f"Мост {one}", lines, "Ответить", f"/requests/{one}/") for one in subjects if one in self.open
        }

    def take(self, material: Material) -> str:
        if self.refuses:
            raise NotTaken(self.refuses)
        self.given.append(material)
        return "Добавил к поручению «Мост 7»."
