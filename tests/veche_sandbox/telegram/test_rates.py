"""`--strict-rates`: the documented rate limits, off by default."""

from pathlib import Path

import pytest

from tests.sandbox_process import SandboxProcess
from tests.veche_sandbox.bot import Bot
from veche_sandbox.store import Account
from veche_sandbox.telegram.errors import ApiError
from veche_sandbox.telegram.rates import Rates

pytestmark = pytest.mark.sweep

GROUP = Account("telegram", -1001, "supergroup", "Группа")


def test_second_message_within_a_second_is_refused(tmp_path: Path) -> None:
    with (
        SandboxProcess(tmp_path / "sandbox.sqlite3", "--strict-rates") as sandbox,
        Bot(sandbox, sandbox.info["telegram"]) as bot,
    ):
        bot.post("раз")

        answer = bot.ask("sendMessage", chat_id=bot.channel, text="два")

        assert answer == {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 1",
            "parameters": {"retry_after": 1},
        }
        assert bot.texts() == ["раз"]


def test_a_private_chat_has_a_pace_of_its_own(tmp_path: Path) -> None:
    with (
        SandboxProcess(tmp_path / "sandbox.sqlite3", "--strict-rates") as sandbox,
        Bot(sandbox, sandbox.info["telegram"]) as bot,
    ):
        peer = sandbox.ask("POST", "telegram", "messages", {"author": "Анна", "text": "Когда?"})["peer_id"]
        bot.post("раз")

        codes = [bot.ask("sendMessage", chat_id=peer, text="В шесть").get("error_code") for _ in range(2)]

        assert codes == [None, 429]


def test_default_pace_is_free(bot: Bot) -> None:
    for number in range(5):
        bot.post(str(number))

    assert bot.texts() == ["0", "1", "2", "3", "4"]


def test_group_takes_twenty_messages_a_minute() -> None:
    rates = Rates(strict=True)
    rates.spend(1, "sendMediaGroup", GROUP, 20)
    rates.spend(2, "sendMessage", GROUP, 1)

    with pytest.raises(ApiError) as caught:
        rates.spend(1, "sendMessage", GROUP, 1)

    assert caught.value.code == 429
