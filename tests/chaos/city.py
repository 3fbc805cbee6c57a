"""One city with one account in one setting of a network, its acts, and the posts on its wall."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.chaos.methods import METHODS
from tests.networks.rows import ROWS
from tests.sandbox_process import SandboxProcess

if TYPE_CHECKING:
    from veche.accounts.models import Account
    from veche.outbox.models import Act

SETTINGS = {
    "vk": "сеть узнаёт повтор (VK, guid)",
    "max": "можно только спросить (MAX, лента канала)",
    "telegram-group": "можно только спросить (Телеграм с группой)",
    # Its statistics omit unseen topics, and here nobody views them: without its id a topic is not found.
    "ok": "спросить можно, но не обо всём (ОК, статистика)",
    "mastodon": "сеть узнаёт повтор (Mastodon, Idempotency-Key)",
    "telegram-bare": "ни того ни другого (Телеграм без группы)",
}
# Real servers, on which the kill tests run if one is installed. They have no fault injection.
REAL = {"mastodon-snac": "настоящий сервер, повтора не узнаёт (snac)"}
# Look-ups after which a person is asked.
PATIENCE = 3


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts. `once`: published once, and proven by the program itself.

    `for_person`: doubts that a person ended by looking at the wall: they prove nothing about the program.
    """

    acts: int
    once: int
    lost: int
    twice: int
    for_person: int


def count(wall: Counter[str], texts: Sequence[str], asked: Sequence[bool]) -> Tally:
    """Count texts. `asked`: for each text, whether a person was asked."""
    return Tally(
        acts=len(texts),
        once=sum(wall[text] == 1 and not by_person for text, by_person in zip(texts, asked, strict=True)),
        lost=sum(wall[text] == 0 for text in texts),
        twice=sum(wall[text] > 1 for text in texts),
        for_person=sum(asked),
    )


class City:
    """Needs Django set up and migrated; our modules are imported late because of that."""

    settled: frozenset[str] = frozenset({"confirmed"})

    def __init__(self, sandbox: SandboxProcess, setting: str) -> None:
        from tests.people import founded
        from veche.accounts.domain.keys import put_key
        from veche.kernel.crypto import Secret
        from veche.staff.models import Administration, Person

        self.sandbox = sandbox
        self.asked: set[int] = set()
        self.network = setting.partition("-")[0]
        self.method = METHODS[self.network]["publish"]
        self.administration = founded(Administration.objects.create(name="Администрация", city="Рубцовск"))
        self.person = Person.objects.create_user(
            f"{setting}@example.test", display_name="Пресс-служба", administration=self.administration
        )
        place = self._place(setting)
        self.account = self._account(place)
        self.keys = {slot.value: str(place[name]) for slot, name in ROWS[self.network].keys.items()}
        for slot, key in self.keys.items():
            put_key(account=self.account, slot=slot, secret=Secret(key), by=self.person)

    def _place(self, setting: str) -> dict[str, Any]:
        if setting == "telegram-bare":
            return self.sandbox.add_account("telegram", "Канал без группы", linked_group=False, new_bot=True)
        place: dict[str, Any] = self.sandbox.info[self.network]
        return place

    def _account(self, place: dict[str, Any]) -> "Account":
        from veche.accounts.models import Account

        linked = str(place["group_id"] or "") if self.network == "telegram" else ""
        return Account.objects.create(
            administration=self.administration,
            network=self.network,
            title="Аккаунт",
            responsible=self.person,
            remote_id=str(place[ROWS[self.network].account]),
            linked_group_id=linked,
        )

    def plan(self, texts: list[str]) -> list[int]:
        from django.db import transaction

        from veche.networks.protocol import OutgoingPost, Publish
        from veche.outbox.domain.plan import plan_act

        with transaction.atomic():
            acts = [
                plan_act(
                    account=self.account,
                    intent=f"publish:{text}",
                    title=text,
                    act=Publish(OutgoingPost(text)),
                    by=self.person,
                )
                for text in texts
            ]
        return [act.pk for act in acts]

    def wait_until_settled(self, ids: list[int], *, seconds: float) -> None:
        """Wait until nothing changes by itself; then a person looks at the wall and answers.

        `asked`: the acts about which a person was asked.
        """
        end = time.monotonic() + seconds
        doubts: set[int] = set()
        self.asked = doubts
        while time.monotonic() < end:
            moving, unknown = self._look(ids)
            if not moving and not unknown:
                return
            if not moving:
                doubts |= {pk for pk in unknown if self._answer(pk)}
            time.sleep(0.1)
        raise SystemExit(f"not settled in {seconds} s: {self.states(ids)}, {self._tasks()}")

    def _look(self, ids: list[int]) -> tuple[list[int], list[int]]:
        """(acts still changing by themselves, acts waiting for a person)"""
        from veche.outbox.models import Act

        moving: list[int] = []
        unknown: list[int] = []
        for act in Act.objects.unscoped().filter(pk__in=ids):
            if act.state in self.settled or (act.state == "sent" and not self._provable()):
                continue
            waits = act.state == "unknown" and act.lookups >= PATIENCE and self._was_heard_since(act.updated_at)
            (unknown if waits else moving).append(act.pk)
        return moving, unknown

    @property
    def hears_comments(self) -> bool:
        return self._provable()

    def _provable(self) -> bool:
        return self.network != "telegram" or bool(self.account.linked_group_id)

    def _was_heard_since(self, look: datetime) -> bool:
        """Where the proof is an event, the person answers only after the program has read the network's events."""
        from veche.inbox.domain.process_events import due
        from veche.inbox.models import InboundEvent

        if not self.account.linked_group_id:
            return True
        self.account.refresh_from_db(fields=("inbox_checked_at",))
        heard = self.account.inbox_checked_at
        return heard is not None and heard > look and not InboundEvent.objects.unscoped().filter(due()).exists()

    def _answer(self, pk: int) -> bool:
        from veche.outbox.domain.person_decisions import say_happened, say_not_happened
        from veche.outbox.errors import NotNow
        from veche.outbox.models import Act

        act = Act.objects.unscoped().get(pk=pk)
        try:
            if self.stands(act):
                say_happened(act=act, by=self.person)
            else:
                say_not_happened(act=act, by=self.person)
        except NotNow:  # it changed, or the network's grace has not ended
            return False
        return True

    def stands(self, act: "Act") -> bool:
        """Whether the post is on the wall, as a person would see it."""
        return bool(self.wall()[act.title])

    def wall(self) -> Counter[str]:
        """How often each text is on the wall; every text of a run is unique."""
        return Counter(post["text"] for post in self.sandbox.posts(self.network) if not post["deleted"])

    def tally(self, texts: list[str], ids: list[int]) -> Tally:
        """Count the texts. `ids`: the acts of the texts, in order; `asked` refers to them."""
        return count(self.wall(), texts, [pk in self.asked for pk in ids])

    @staticmethod
    def states(ids: list[int]) -> list[tuple[int, str, str]]:
        """States read by a new connection: an old one may see an old snapshot."""
        from django.db import connection

        from veche.outbox.models import Act

        connection.close()
        return list(Act.objects.unscoped().filter(pk__in=ids).values_list("pk", "state", "reason"))

    @staticmethod
    def _tasks() -> dict[str, int]:
        """Unfinished tasks by kind, by the default engine."""
        from django_tasks_db.models import DBTaskResult

        rows = DBTaskResult.objects.exclude(status="SUCCESSFUL").values_list("queue_name", "task_path", "status")
        return dict(Counter(" ".join(row) for row in rows))
