"""How others do it: send, then note that it was sent; on a time-out send again.

It must duplicate, or the trials are too mild.

python -m tests.chaos.careless VK_URL TOKEN GROUP_ID TEXTS DONE
"""

import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import httpx2

from tests.chaos.city import Tally
from tests.chaos.clocks import CALL_SECONDS
from tests.sandbox_process import SandboxProcess


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
    """The same weather and the same kills as our own workers get."""
    place = sandbox.info["vk"]
    texts = [f"Беспечный {seed}, запись {number}" for number in range(acts)]
    (folder / "texts").write_text("\n".join(texts), encoding="utf-8")
    arguments = [place["base"], place["community_token"], str(place["group_id"]), folder / "texts", folder / "done"]
    command = [sys.executable, "-m", "tests.chaos.careless", *map(str, arguments)]
    dice = random.Random(seed)
    kills = 0
    sandbox.fault("vk", "wall.post", "lost_after_apply", times=acts // 10, seconds=0)
    sandbox.fault("vk", "wall.post", "slow", times=acts * 2, seconds=0.1)
    sender = subprocess.Popen(command)
    while sender.poll() is None:
        time.sleep(dice.uniform(0.8, 1.6))
        if sender.poll() is None:
            sender.kill()
            sender.wait()
            kills += 1
            sender = subprocess.Popen(command)
    sandbox.clear_faults("vk")
    wall = Counter(post["text"] for post in sandbox.posts("vk"))
    counts = [wall[text] for text in texts]
    tally = Tally(acts, counts.count(1), counts.count(0), sum(count > 1 for count in counts), 0)
    return tally, kills


if __name__ == "__main__":
    send_all(sys.argv[1], sys.argv[2], sys.argv[3], Path(sys.argv[4]), Path(sys.argv[5]))
