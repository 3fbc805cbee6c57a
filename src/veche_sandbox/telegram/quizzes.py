"""Rules of a poll besides question and options: quiz, duration, voters."""

import re
import time
from typing import Any

from veche_sandbox.telegram.call import Call
from veche_sandbox.telegram.errors import bad_request
from veche_sandbox.telegram.texts import units
from veche_sandbox.telegram.words import caption_words

OPEN_FOR = range(5, 2_628_001)
MOST_EXPLANATION, MOST_LINE_FEEDS, MOST_COUNTRIES = 200, 2, 12
_COUNTRY = re.compile(r"[A-Z]{2}")
_NOT_KEPT = ("media", "explanation_media", "allow_adding_options")


def check_kept(call: Call) -> None:
    """Complain about parameters that the training network does not support."""
    for name in _NOT_KEPT:
        if call.arguments.text(name) not in ("", "false"):
            call.complain(name, "is not kept by the training network")


def read_rules(call: Call, options: int, *, anonymous: bool, in_channel: bool) -> dict[str, Any]:
    arguments = call.arguments
    kind = arguments.text("type") or "regular"
    if kind not in ("regular", "quiz"):
        raise bad_request("Unsupported poll type specified")
    if arguments.flag("allow_adding_options") and (anonymous or kind == "quiz"):
        raise bad_request("options can't be added to anonymous polls and quizzes")
    revoting = arguments.flag("allows_revoting") if arguments.text("allows_revoting") else kind != "quiz"
    rules: dict[str, Any] = {"type": kind, "revoting": revoting, **_voters(call, in_channel=in_channel)}
    if arguments.whole("open_period"):
        rules["open_period"] = arguments.whole("open_period")
    return rules | (_quiz(call, options) if kind == "quiz" else {})


def _quiz(call: Call, options: int) -> dict[str, Any]:
    numbers = call.arguments.data("correct_option_ids", "correct_option_ids")
    if numbers is None and call.arguments.text("correct_option_id"):
        numbers = [call.arguments.whole("correct_option_id", -1)]  # former name, recorded as a complaint
    if not isinstance(numbers, list) or not numbers or not all(type(number) is int for number in numbers):
        raise bad_request("correct_option_ids must be a non-empty list of numbers in a quiz")
    if numbers != sorted(set(numbers)) or not 0 <= numbers[0] <= numbers[-1] < options:
        raise bad_request("wrong correct_option_ids specified")
    words = caption_words(call, "explanation", "explanation_")
    if units(words.text) > MOST_EXPLANATION or words.text.count("\n") > MOST_LINE_FEEDS:
        raise bad_request("poll explanation is too long")
    said = {"explanation": words.text, "explanation_entities": list(words.entities)} if words.text else {}
    return {"correct_option_ids": numbers, **said}


def _voters(call: Call, *, in_channel: bool) -> dict[str, Any]:
    codes = call.arguments.data("country_codes", "country codes") or []
    if not isinstance(codes, list) or len(codes) > MOST_COUNTRIES:
        raise bad_request(f"country codes must be a list of at most {MOST_COUNTRIES}")
    if not all(isinstance(code, str) and _COUNTRY.fullmatch(code) for code in codes):
        raise bad_request("invalid country code specified")
    members = call.arguments.flag("members_only")
    if (codes or members) and not in_channel:
        raise bad_request("members_only and country_codes can be used in channel chats only")
    return {"members_only": members, "country_codes": codes}


def read_end(call: Call) -> int | None:
    moment, seconds = call.arguments.whole("close_date"), call.arguments.whole("open_period")
    if moment and seconds:
        raise bad_request("open_period can't be used together with close_date")
    left = seconds or (moment - int(time.time()) if moment else 0)
    if not left:
        return None
    if left not in OPEN_FOR:
        raise bad_request("poll close date must be from 5 to 2628000 seconds in the future")
    return int(time.time()) + left
