"""A sender without care: send, then note that it was sent; on a time-out send again.

It must duplicate, or the trials are too mild.

python -m tests.chaos.careless VK_URL TOKEN GROUP_ID TEXTS DONE
"""

import os
import random
import sys
from collections import Counter
from functools import partial
from pathlib import Path

import httpx2

from tests.chaos.city import Tally, count
from tests.chaos.clocks import CALL_SECONDS
from tests.chaos.disturbances import kill_at_random, order_weather
from tests.chaos.worker_processes import Crew
from tests.sandbox_process import SandboxProcess

MODULE, SENDERS = "tests.chaos.careless", 2


def send_all(base: str, token: str, group: str, texts: Path, done: Path) -> None:
    sent = set(done.read_text(encoding="utf-8").splitlines()) if done.exists() else set()
    for text in texts.read_text(encoding="utf-8").splitlines():
        if text not in sent:
            _send(base, token, group, text)
            with done.open("a", encoding="utf-8") as file:
                file.write(f"{text}\n")


def _send(base: str, token: str, group: str, text: str) -> None:
    form = {"owner_id": f"-{group}", "from_group": "1", "message": text, "v": "5.199", "access_token": token}
    while True:
        try:
            answer = httpx2.post(f"{base}/method/wall.post", data=form, timeout=CALL_SECONDS)
            if "response" in answer.json():
                return
        except (httpx2.HTTPError, ValueError):
            continue


def storm(sandbox: SandboxProcess, folder: Path, *, acts: int, seed: int) -> tuple[Tally, int]:
    """The same faults and kills as for our own workers. Two senders, each with half of the texts."""
    dice = random.Random(seed)
    texts = [f"Беспечный {seed}, запись {number}" for number in range(acts)]
    halves = [_Half(sandbox, folder / f"careless-{number}", texts[number::SENDERS]) for number in range(SENDERS)]
    order_weather(sandbox, "vk", "wall.post", dice, calls=acts * 2)
    with Crew(folder / "careless.log") as crew:
        starts = [partial(crew.start, MODULE, *half.arguments) for half in halves]
        kills = kill_at_random(crew, starts, dice, while_=lambda: any(half.is_left() for half in halves))
    sandbox.clear_faults("vk")
    wall = Counter(post["text"] for post in sandbox.posts("vk"))
    return count(wall, texts, [False] * acts), kills


class _Half:
    """The texts of one sender, and the file where it notes what was sent."""

    def __init__(self, sandbox: SandboxProcess, folder: Path, texts: list[str]) -> None:
        folder.mkdir()
        self._texts, self._done = texts, folder / "done"
        (folder / "texts").write_text("\n".join(texts), encoding="utf-8")
        place = sandbox.info["vk"]
        given = (place["base"], place["community_token"], place["group_id"], folder / "texts", self._done)
        self.arguments = [str(one) for one in given]

    def is_left(self) -> bool:
        sent = self._done.read_text(encoding="utf-8").splitlines() if self._done.exists() else []
        return len(sent) < len(self._texts)


if __name__ == "__main__":
    os.write(int(os.environ["CHAOS_READY_FD"]), b"1")
    send_all(sys.argv[1], sys.argv[2], sys.argv[3], Path(sys.argv[4]), Path(sys.argv[5]))
