"""Refusals: each code of the networks has its sentence, and no sentence contains a key."""

import re
from types import ModuleType
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer

from tests.networks.conftest import Bench, soon
from veche.kernel.crypto import Secret
from veche.kernel.http import HttpClient, MaybeSent, NotSent
from veche.networks.errors import DELETING, PUBLISHING, READING, UPLOADING, from_call
from veche.networks.max import refusals as max_refusals
from veche.networks.ok import refusals as ok_refusals
from veche.networks.protocol import NetworkError, OutgoingPost, Publish, Slot
from veche.networks.refusal import refused
from veche.networks.registry import NETWORKS, open_network
from veche.networks.telegram import refusals as telegram_refusals
from veche.networks.vk import refusals as vk_refusals

POST = Publish(OutgoingPost("Каток открыт"))

# code → (permanent, maybe_done, waits, the key is to blame)
VK_CODES = {
    **dict.fromkeys((1, 10, 13), (False, True, False, False)),
    **dict.fromkeys((6, 9, 29), (False, False, True, False)),
    **dict.fromkeys((5, 18, 27, 28, 7, 15, 20, 203, 704, 1051, 14, 17, 24, 3300), (True, False, False, True)),
    **dict.fromkeys((3, 8, 23, 33, 100, 113, 125, 104, 210, 211, 212, 213), (True, False, False, False)),
    **dict.fromkeys((214, 219, 220, 222, 224, 13000, 77777), (True, False, False, False)),
}


def vk_error(code: object, words: str | None = "Some words") -> NetworkError:
    body = {"error_code": code, "error_msg": words, "request_params": [{"key": "access_token", "value": "T0KEN"}]}
    return vk_refusals.from_answer(body, slot=Slot.ADMIN, purpose=PUBLISHING, secrets=("T0KEN",))


@pytest.mark.parametrize("code", VK_CODES)
def test_vk_codes(code: int) -> None:
    error = vk_error(code)

    flags = (error.permanent, error.maybe_done, error.retry_after is not None, error.key_slot is Slot.ADMIN)
    assert flags == VK_CODES[code]
    assert error.code == f"vk_{code}"
    assert is_a_sentence(error.advice)


WHAT_TO_DO = "Запись цела. Посмотрите, что не так, и отправьте ещё раз."
TELEGRAM_SAYS = {"ok": False, "error_code": 400, "description": "Bad Request: new"}
UNKNOWN = {
    "VK отказал: код 77777. Ответ сети: «Some words».": lambda: vk_error(77777),
    "VK отказал: код 77777.": lambda: vk_error(77777, None),
    "ОК отказал: код 77777. Ответ сети: «Some words».": lambda: ok_refusals.from_answer(
        {"error_code": 77777, "error_msg": "Some words"}, purpose=PUBLISHING, secrets=()
    ),
    "Телеграм отказал: код 400. Ответ сети: «Bad Request: new».": lambda: telegram_refusals.from_answer(
        TELEGRAM_SAYS, purpose=PUBLISHING, secrets=()
    ),
    "MAX отказал: код something.new. Ответ сети: «No luck».": lambda: max_refusals.from_answer(
        418, {"code": "something.new", "message": "No luck"}, purpose=PUBLISHING, secrets=()
    ),
}


@pytest.mark.parametrize("sentence", UNKNOWN)
def test_an_unknown_code_is_named_and_the_networks_words_are_quoted(sentence: str) -> None:
    assert UNKNOWN[sentence]().advice == f"{sentence} {WHAT_TO_DO}"


@pytest.mark.parametrize("refusals", [vk_refusals, ok_refusals, telegram_refusals, max_refusals])
def test_no_known_code_is_told_in_the_networks_own_words(refusals: ModuleType) -> None:
    """Foreign texts are only after «Ответ сети», never inside our sentences."""
    for code in refusals.CODES:
        if code.refusal is not None:
            error = refused(code.refusal, code=code.ours, slot=Slot.BOT, purpose=PUBLISHING, words="Foreign words")
            assert is_a_sentence(error.advice)
            assert "Foreign words" not in error.advice.replace("Ответ сети: «Foreign words».", "")


@pytest.mark.parametrize("code", [None, "5", 5.5, [], {}])
def test_a_vk_code_that_is_no_number_leaves_doubt(code: object) -> None:
    assert vk_error(code).maybe_done


TELEGRAM = {
    (400, "Bad Request: chat not found"): ("tg_not_found", True, False),
    (400, "Bad Request: PARTICIPANT_ID_INVALID"): ("tg_no_person", True, False),
    (400, "Bad Request: user not found"): ("tg_no_person", True, False),
    (400, "Bad Request: member not found"): ("tg_no_person", True, False),
    (400, "Bad Request: user is an administrator of the chat"): ("tg_runs_it", True, False),
    (400, "Bad Request: can't remove chat owner"): ("tg_runs_it", True, False),
    (400, "Bad Request: PHOTO_CROP_SIZE_SMALL"): ("tg_photo_small", True, False),
    (400, "Bad Request: chat description is not modified"): ("tg_not_modified", True, False),
    (400, "Bad Request: not enough rights to restrict/unrestrict chat member"): ("tg_rights", True, False),
    (403, "Forbidden: bot was blocked by the user"): ("tg_not_wanted", True, False),
    (403, "Forbidden: bot can't initiate conversation with a user"): ("tg_not_wanted", True, False),
    (403, "Forbidden: user is deactivated"): ("tg_not_wanted", True, False),
    (400, "Bad Request: message to edit not found"): ("tg_no_message", True, False),
    (400, "Bad Request: message to delete not found"): ("tg_already_deleted", True, False),
    (400, "Bad Request: message is not modified: specified new"): ("tg_not_modified", True, False),
    (400, "Bad Request: message can't be edited"): ("tg_cannot_edit", True, False),
    (400, "Bad Request: message can't be deleted for everyone"): ("tg_cannot_delete", True, False),
    (400, "Bad Request: message caption is too long"): ("tg_too_long", True, False),
    (400, "Bad Request: group chat was upgraded to a supergroup chat"): ("tg_migrated", True, False),
    (400, "Bad Request: not enough rights to send text messages"): ("tg_rights", True, False),
    (400, "Bad Request: something new"): ("tg_400", True, False),
    (401, "Unauthorized"): ("tg_401", True, False),
    (403, "Forbidden: bot was kicked from the channel chat"): ("tg_403", True, False),
    (404, "Not Found"): ("tg_404", True, False),
    (409, "Conflict: terminated by other getUpdates request"): ("tg_409", False, False),
    (413, "Request Entity Too Large"): ("tg_413", True, False),
    (429, "Too Many Requests"): ("tg_429", False, False),
    (500, "Internal Server Error"): ("tg_500", False, True),
    (502, "Bad Gateway"): ("tg_502", False, True),
}


@pytest.mark.parametrize(("status", "words"), TELEGRAM)
def test_telegram_descriptions(status: int, words: str) -> None:
    body = {"ok": False, "error_code": status, "description": words}

    error = telegram_refusals.from_answer(body, purpose=DELETING, secrets=())

    assert (error.code, error.permanent, error.maybe_done) == TELEGRAM[status, words]
    assert is_a_sentence(error.advice)


@pytest.mark.parametrize(("named", "seconds"), [(7, 7.0), (0, 0.0), (None, 30.0), ("7", 30.0), (-1, 30.0)])
def test_telegram_names_the_wait(named: object, seconds: float) -> None:
    body = {"ok": False, "error_code": 429, "parameters": {"retry_after": named}}

    assert telegram_refusals.from_answer(body, purpose=PUBLISHING, secrets=()).retry_after == seconds


# (status, code) → (permanent, maybe_done, waits, the key is to blame)
MAX = {
    (400, "proto.payload"): (True, False, False, False),
    (400, "attachment.not.ready"): (False, False, True, False),
    (401, "verify.token"): (True, False, False, True),
    (403, "access.denied"): (True, False, False, True),
    (404, "not.found"): (True, False, False, False),
    (405, "method.not.allowed"): (True, False, False, False),
    (413, ""): (True, False, False, False),
    (415, ""): (True, False, False, False),
    (418, "something.new"): (True, False, False, False),
    (422, "comments.timeout_exceeded"): (True, False, False, False),
    (429, "too.many.requests"): (False, False, True, False),
    (200, "access.denied"): (True, False, False, True),
    (200, "something.new"): (True, False, False, False),
    (200, "internal.error"): (False, True, False, False),
    (500, "internal.error"): (False, True, False, False),
    (502, ""): (False, True, False, False),
    (302, ""): (False, True, False, False),
}


@pytest.mark.parametrize(("status", "code"), MAX)
def test_max_codes(status: int, code: str) -> None:
    body = {"success": False, "code": code, "message": "Bot T0KEN has no permission"}

    error = max_refusals.from_answer(status, body, purpose=PUBLISHING, secrets=("T0KEN",))

    flags = (error.permanent, error.maybe_done, error.retry_after is not None, error.key_slot is Slot.BOT)
    assert flags == MAX[status, code]
    assert error.code == f"max_{code or status}"
    assert is_a_sentence(error.advice)
    assert "T0KEN" not in error.advice


@pytest.mark.parametrize(("named", "seconds"), [("", 1.0), ("7", 7.0), ("0", 1.0), ("soon", 1.0)])
def test_max_may_name_the_wait(named: str, seconds: float) -> None:
    assert max_refusals.too_many(named, PUBLISHING).retry_after == seconds


@pytest.mark.parametrize("reason", ["connect", "name", "timeout", "tls", "proxy", "url", "refused_address"])
def test_what_was_not_sent_did_not_happen(reason: str) -> None:
    error = from_call(NotSent(reason, host="api.vk.ru", port=443), network="VK", purpose=PUBLISHING)

    assert (error.maybe_done, error.permanent) == (False, reason in {"url", "refused_address"})
    assert is_a_sentence(error.advice)
    assert "Запись цела" in error.advice


@pytest.mark.parametrize(
    ("purpose", "doubt"), [(PUBLISHING, True), (DELETING, True), (UPLOADING, False), (READING, False)]
)
def test_only_an_acting_call_leaves_doubt(purpose: object, doubt: bool) -> None:
    error = from_call(MaybeSent("timeout"), network="VK", purpose=purpose)  # type: ignore[arg-type]

    assert (error.maybe_done, error.permanent) == (doubt, False)
    assert is_a_sentence(error.advice)


def is_a_sentence(advice: str) -> bool:
    """Russian, complete, long enough to say what happened and what to do, without braces."""
    return bool(re.fullmatch(r"[А-ЯЁVM][^{}!]{30,}[.]", advice)) and "успешно" not in advice


@pytest.mark.parametrize("slot", [Slot.COMMUNITY, Slot.ADMIN])
def test_a_revoked_vk_key_is_named(vk: Bench, slot: Slot) -> None:
    vk.sandbox.revoke_token("vk", vk.tokens[slot])
    vk.slots = (slot,)

    with pytest.raises(NetworkError) as caught:
        vk.publish("Каток открыт")

    assert caught.value.code == "vk_5"
    assert caught.value.permanent is True
    assert caught.value.key_slot == slot


# Characters of a token, with a prefix that none of our words has, so that it cannot occur by chance.
letters = st.characters(codec="ascii", categories=("L", "N"), include_characters="._-:")
canaries = st.text(alphabet=letters, min_size=12).map("7Qz{}".format)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(token=canaries, place=st.sampled_from(["words", "params", "page", "header", "away", "upload"]))
def test_no_key_in_any_error(httpserver: HTTPServer, token: str, place: str) -> None:
    """The network repeats the key in all its answers."""
    httpserver.clear()
    echo = {
        "words": f'{{"error": {{"error_code": 100, "error_msg": "bad {token}"}}, "ok": false, '
        f'"error_code": 400, "error_msg": "bad {token}", "description": "bad {token}"}}',
        "params": f'{{"error": {{"error_code": 5, "error_msg": "no", "request_params": [{{"value": "{token}"}}]}}, '
        '"ok": false, "error_code": 401}',
        "page": f"<html>{token}</html>",
        "header": '{"ok": true}',
        "upload": f'{{"response": {{"upload_url": "http://{token}/"}}, "ok": true, "result": "{token}"}}',
    }.get(place, "")
    status = 502 if place == "page" else 200
    httpserver.expect_request(re.compile(".*")).respond_with_data(echo, status, {"X-Echo": token})
    port = 1 if place == "away" else httpserver.port
    http = HttpClient(allowed_private=frozenset({("127.0.0.1", port)}))
    for slug, slots in ((slug, network.keys.slots) for slug, network in NETWORKS.items()):
        network = open_network(
            slug,
            address={"id": "-1001"},
            keys={slot: Secret(token) for slot in slots},
            http=http,
            base_url=f"http://127.0.0.1:{port}",
        )
        with pytest.raises(NetworkError) as caught:
            network.perform(POST, {}, key=uuid4(), deadline=soon(3))
        error: BaseException | None = caught.value
        while error is not None:
            assert token not in f"{error} {error!r} {getattr(error, 'advice', '')} {vars(error)}"
            error = error.__cause__ or error.__context__
