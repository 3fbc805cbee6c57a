"""Sentences by which the program recognises stored rows: who rewords one must keep the old one recognised."""

import pytest

from veche.networks.errors import post_gone, says_gone
from veche.outbox import reasons

__all__ = ["GONE"]

GONE = "MAX: этой записи в сети уже нет, её убрал кто-то другой. Менять нечего, текст и фото целы у нас."


@pytest.mark.parametrize(
    ("sentence", "stored"),
    [
        (reasons.WAITS_FOR_RATE, "Ждёт очереди: сеть принимает не так часто. Уйдёт сама."),
        (reasons.PUT_OFF, "ждала своей очереди"),
        (reasons.HELD_BACK, "Придержали: пока правят, согласованная версия не уйдёт."),
        (
            reasons.HELD_FOR_RIGHTS,
            "Придержали: права на один из файлов неясны, согласованная версия не уйдёт. Решает пресс-служба.",
        ),
        (post_gone("MAX").advice, GONE),
    ],
)
def test_a_sentence_that_is_compared_is_as_rows_hold_it(sentence: str, stored: str) -> None:
    assert sentence == stored


def test_a_stored_refusal_of_a_post_that_is_gone_is_recognised() -> None:
    assert (says_gone(GONE), says_gone("MAX: запись старше суток.")) == (True, False)
