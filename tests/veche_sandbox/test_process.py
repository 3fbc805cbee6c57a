"""The process: its output line, its file, its shutdown, its memory."""

import socket
import subprocess
import sys
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from tests.sandbox_process import SOURCE, SandboxProcess
from tests.veche_sandbox.bot import Bot, picture
from tests.waiting import wait_until


def test_line_names_everything_a_client_needs(tmp_path: Path) -> None:
    with SandboxProcess(tmp_path / "sandbox.sqlite3") as sandbox:
        info = sandbox.info

    assert {name: sorted(part) if isinstance(part, dict) else "" for name, part in info.items()} == {
        "control": "",
        "max": ["base", "chat_id", "token"],
        "ok": ["access_token", "application_key", "application_secret", "base", "group_id"],
        "telegram": ["base", "channel_id", "group_id", "token"],
        "vk": ["admin_token", "base", "community_token", "group_id", "version"],
    }


def test_file_keeps_everything_over_a_restart(tmp_path: Path) -> None:
    with SandboxProcess(tmp_path / "sandbox.sqlite3") as sandbox:
        with Bot(sandbox, sandbox.info["telegram"]) as bot:
            bot.post("Стоит")
        before, code = sandbox.info, sandbox.stop()
        sandbox.start()
        after, posts = sandbox.info, sandbox.posts("telegram")

    assert code == 0
    assert {**after["telegram"], "base": ""} == {**before["telegram"], "base": ""}
    assert {**after["vk"], "base": ""} == {**before["vk"], "base": ""}
    assert [post["text"] for post in posts] == ["Стоит"]


def test_end_does_not_wait_for_a_long_poll(tmp_path: Path) -> None:
    with SandboxProcess(tmp_path / "sandbox.sqlite3") as sandbox:
        address = ("127.0.0.1", int(sandbox.info["control"].split(":")[2].split("/")[0]))
        with socket.create_connection(address, timeout=60) as connection:
            path = f"/telegram/bot{sandbox.info['telegram']['token']}/getUpdates?timeout=50"
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            wait_until(lambda: bool(sandbox.calls("telegram")))

            assert sandbox.stop() == 0


def test_taken_port_is_explained(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        command = [sys.executable, "-m", "veche_sandbox", "--db", str(tmp_path / "a"), "--json"]
        port = str(taken.getsockname()[1])
        ended = subprocess.run(
            [*command, "--port", port],
            env={"PYTHONPATH": str(SOURCE)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    assert (ended.returncode, ended.stdout) == (1, "")
    sentence = f"Учебная сеть не запустилась: адрес 127.0.0.1:{port} занят или недоступен."
    assert ended.stderr.splitlines()[-1] == sentence


def test_memory_stays_small(bot: Bot) -> None:
    for _ in range(5):
        bot.result("sendPhoto", {"photo": picture(2000, 1500)}, chat_id=bot.channel)

    assert psutil.Process(bot.sandbox.pid).memory_info().rss < 80 * 1024 * 1024
