import io
import json
import logging
import re
import time
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veche.kernel import redaction
from veche.kernel.crypto import Keyring, Secret
from veche.kernel.logging import OurHandler, configure, redact
from veche.kernel.redaction import LONGEST, _known, conceal, one_line, redacted, redacted_text

TELEGRAM = "7012345678:AAH-canary_canary_canary_canary_x"
VK = "vk1.a.canary-canary_canary"
TAIL = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-", min_size=30, max_size=60)
TOKENS = st.one_of(
    st.builds("{}:{}".format, st.integers(10_000, 10**12), TAIL),
    st.builds("vk1.a.{}".format, TAIL),
    st.builds("vk2.a.{}".format, TAIL),
)


@pytest.fixture
def log():
    """Everything logged inside a test; logging is restored afterwards."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    root.handlers.clear()
    # An earlier test may have set logging up; a second capture would have no effect.
    logging.captureWarnings(capture=False)
    yield Sink()
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    logging.captureWarnings(capture=False)


class Sink:
    def __init__(self):
        self.as_json()

    def as_json(self):
        self.stream = io.StringIO()
        configure("DEBUG", json=True, stream=self.stream)

    def as_console(self):
        self.stream = io.StringIO()
        configure("DEBUG", json=False, stream=self.stream)

    def lines(self):
        return self.stream.getvalue().splitlines()

    def events(self):
        return [json.loads(line) for line in self.lines()]


def without_time(event):
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", event.pop("timestamp"))
    return event


def test_our_event_is_one_json_line(log):
    logging.getLogger("veche.outbox").info("act_sent", extra={"act": 7, "network": "vk", "note": "Каток открыт"})

    assert [without_time(event) for event in log.events()] == [
        {
            "event": "act_sent",
            "act": 7,
            "network": "vk",
            "note": "Каток открыт",
            "level": "info",
            "logger": "veche.outbox",
        }
    ]
    assert "Каток" in log.stream.getvalue()


def test_a_librarys_record_goes_the_same_way(log):
    logging.getLogger("httpx2").info("HTTP Request: POST %s", f"https://api.telegram.org/bot{TELEGRAM}/sendPhoto")

    assert without_time(log.events()[0]) == {
        "event": "HTTP Request: POST https://api.telegram.org/bot•••/sendPhoto",
        "level": "info",
        "logger": "httpx2",
    }


def test_the_level_holds_for_both(log):
    configure("WARNING", json=True, stream=log.stream)

    logging.getLogger("a").info("quiet")
    logging.getLogger("b").info("quiet")
    logging.getLogger("b").warning("heard")

    assert [event["event"] for event in log.events()] == ["heard"]


def test_a_logger_with_its_own_handler_is_brought_home(log):
    stray = logging.getLogger("stray")
    stray.addHandler(logging.StreamHandler(io.StringIO()))
    stray.propagate = False

    configure("INFO", json=True, stream=log.stream)
    stray.info("here")

    assert [event["event"] for event in log.events()] == ["here"]


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        (f"/bot{TELEGRAM}/getMe", "/bot•••/getMe"),
        (f"/bot{TELEGRAM.replace(':', '%3A')}/getMe", "/bot•••/getMe"),
        (f"key {VK} was", "key ••• was"),
        ("vk2.a.abc_DEF-1", "•••"),
        ("a" * 85, "•••"),
        ("?v=5.199&access_token=abc.def&owner=1", "?v=5.199&access_token=•••&owner=1"),
        ("access_token%3Dabcdef", "access_token%3D•••"),
        ("{'access_token': 'abc def', 'v': 1}", "{'access_token': •••, 'v': 1}"),
        ('{"client_secret": "a\'b", "v": 1}', '{"client_secret": •••, "v": 1}'),
        ("secret=abc&x=1", "secret=•••&x=1"),
        ("password: hunter2, next", "password: •••, next"),
        ("Authorization: Bearer abcdef.ghi", "Authorization: ••• •••"),
        ("Proxy-Authorization: Basic YWJjOmRlZg==", "Proxy-Authorization: ••• •••"),
        ("Cookie: veche-session=abc; veche-csrf=def", "Cookie: •••"),
        ("/login/callback?code=abcdef123&state=1", "/login/callback?code=•••&state=1"),
        ("error code: 27 of VK", "error code: 27 of VK"),
        ("HTTP code=500", "HTTP code=500"),
        ("postgres://veche:hunter2@db:5432/veche", "postgres://veche:•••@db:5432/veche"),
        ("Forbidden: /hooks/vk/4bCdEfGh_jKlMnOpQrStUv/", "Forbidden: /hooks/vk/•••/"),
        ("Gone: /people/invite/4bCdEfGh-jKlMnOpQrStUvWxYz/", "Gone: /people/invite/•••/"),
        ("/me/password/reset/key/a1-c8z9fx-0123456789abcdef/", "/me/password/reset/key/a1-•••/"),
        pytest.param(Keyring.generate().add().to_text(), "•••,\n•••\n", id="a keyring"),
        ("-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----", "••• PRIVATE KEY-----"),
        ("Публикация № 12:30 вышла 25.11.2026 в 12:00:05", "Публикация № 12:30 вышла 25.11.2026 в 12:00:05"),
        ("https://vk.com/wall-123_456?reply=7", "https://vk.com/wall-123_456?reply=7"),
    ],
)
def test_secrets_are_known_by_shape_and_by_the_name_before_them(text, safe):
    assert redacted_text(text) == safe


def test_a_known_value_inside_a_longer_key_uncovers_nothing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(redaction, "_known", {"a" * 43, "bcdefghi"})

    assert redacted_text(f"key {'a' * 85}, {'a' * 43} and bcdefghi") == "key •••, ••• and •••"


def test_secrets_are_known_by_the_key_they_stand_under():
    event = {
        "event": "signed_in",
        "password": "hunter2",
        "headers": {"Authorization": "x", "X-Telegram-Bot-Api-Secret-Token": "y", "Accept": "text/html"},
        "code": "123456",
        "error": {"code": 27, "codes": [5, 6]},
        "Cookie": ["a", "b"],
        "secret": None,
        "token_expires": "2026-11-25",
        "key": Secret("anything"),
        "keys": [Secret("one"), {"deep": (Secret("two"),)}],
    }

    assert redact(event) == {
        "event": "signed_in",
        "password": "•••",
        "headers": {"Authorization": "•••", "X-Telegram-Bot-Api-Secret-Token": "•••", "Accept": "text/html"},
        "code": "•••",
        "error": {"code": 27, "codes": [5, 6]},
        "Cookie": "•••",
        "secret": None,
        "token_expires": "2026-11-25",
        "key": "•••",
        "keys": ["•••", {"deep": ["•••"]}],
    }


@settings(max_examples=60)
@given(token=TOKENS, before=st.text(max_size=5), after=st.sampled_from(["", " ", "/", "&", '"', "\n", "\\n", "б"]))
def test_no_canary_in_any_sink(token, before, after):
    text = f"{before} {token}{after}"
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    try:
        for as_json in (True, False):
            stream = io.StringIO()
            configure("DEBUG", json=as_json, stream=stream)
            say_everywhere(text)
            assert token not in stream.getvalue()
            assert token.split(":")[-1] not in stream.getvalue()
            assert "last_word" in stream.getvalue()
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        logging.captureWarnings(capture=False)


class Talkative:
    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return f"Talkative({self.text})"


def fail_with(text):
    try:
        int(text + "not a number")
    except ValueError as cause:
        raise LookupError(text) from cause


def say_everywhere(text):
    ours, theirs = logging.getLogger("ours"), logging.getLogger("theirs")
    ours.info(text)
    ours.info("event", extra={"value": text, "url": f"https://api.vk.ru/method/wall.post?access_token={text}"})
    ours.info("event", extra={"nested": {"a": [{"b": (text, {text})}]}, "raw": text.encode(), "odd key " + text: 1})
    ours.info("event", extra={"thing": Talkative(text), "error": ValueError(text), "keys": {text: text, b"a": 1}})
    theirs.info(text)
    theirs.info("%s and %r", text, Talkative(text))
    theirs.info("with extra", extra={"body": {"deep": text}})
    theirs.info({"dict": text})
    for logger in (ours, theirs):
        try:
            fail_with(text)
        except LookupError:
            logger.exception("failed")
    theirs.info("stack", stack_info=True)
    ours.info("last_word")


@given(
    st.recursive(
        st.one_of(st.none(), st.floats(), st.binary(), st.text(), st.integers()),
        lambda inner: st.one_of(
            st.lists(inner), st.dictionaries(st.one_of(st.text(), st.integers(), st.binary()), inner)
        ),
        max_leaves=20,
    )
)
def test_anything_becomes_plain_json(value):
    json.dumps(redacted(value))


def test_an_exact_value_can_be_concealed():
    conceal(Secret("пароль от почты / 1"))
    conceal(Secret("short"))
    try:
        assert redacted_text("сказал: пароль от почты / 1!") == "сказал: •••!"
        assert "%D0" not in redacted_text(
            "q=%D0%BF%D0%B0%D1%80%D0%BE%D0%BB%D1%8C%20%D0%BE%D1%82%20%D0%BF%D0%BE%D1%87%D1%82%D1%8B%20%2F%201"
        )
        assert redacted_text("short") == "short"
    finally:
        _known.clear()


def test_a_forged_line_stays_inside_its_own(log):
    forged = "ok\n2026-11-25 [error] nothing happened\r\x1b[2K\u2028x\u202e"

    log.as_json()
    logging.getLogger("a").info(forged, extra={"k\ney": forged})
    logging.getLogger("b").info("said %s", forged)
    assert len(log.stream.getvalue().rstrip("\n").split("\n")) == 2
    assert len(log.lines()) == 2

    log.as_console()
    logging.getLogger("a").info(forged, extra={"value": forged})
    logging.getLogger("b").info("said %s", forged)
    assert len(log.lines()) == 2
    assert "\x1b" not in log.stream.getvalue()


def test_a_forged_line_inside_a_traceback_is_indented(log):
    log.as_console()
    try:
        fail_with("x\n2026-11-25T00:00:00Z [info] forged")
    except LookupError:
        logging.getLogger("b").exception("failed")

    lines = log.lines()
    assert [line for line in lines[1:] if line.strip() and not line.startswith((" ", "Traceback"))] == []
    assert any(line.endswith("LookupError: x") for line in lines)


def test_one_line_keeps_ordinary_words():
    assert one_line("Каток\u00a0открыт — «да»: 5 ≥ 3") == "Каток\u00a0открыт — «да»: 5 ≥ 3"
    assert one_line("a\nb\tc") == "a\\nb\\tc"


class Broken:
    def __str__(self):
        raise RuntimeError("no words")

    __repr__ = __str__


def test_nothing_that_is_logged_raises(log):
    loop: dict[str, object] = {}
    loop["self"] = loop
    root = logging.getLogger()  # pytest's own handlers raise
    root.handlers[:] = [handler for handler in root.handlers if isinstance(handler, OurHandler)]

    logging.getLogger("a").info("event", extra={"broken": Broken(), "loop": loop})
    logging.getLogger("a").info(Broken())
    logging.getLogger("b").info("%d", "not a number")
    logging.getLogger("b").info("%s", Broken())
    logging.getLogger("b").info("two %s %s", "one")  # noqa: PLE1206 -- the mistake under test

    lines = log.lines()
    assert len(lines) == 5
    assert json.loads(lines[0])["broken"] == "<Broken>"
    assert lines[2] == "log_record_unreadable logger=b error=TypeError"
    assert lines[3] == "log_record_unreadable logger=b error=RuntimeError"


def test_a_very_long_value_is_cut_after_redaction():
    text = "x" * (LONGEST - 10) + " " + TELEGRAM

    assert redacted_text(text).endswith(" •••")
    assert redacted("y" * (LONGEST + 5)) == "y" * LONGEST + "… (+5)"


@pytest.mark.parametrize("piece", ["a-", "a", "token ", "cookie", "://", 'token=\\"', "1", "-----BEGIN A", "vk1.a."])
def test_a_long_address_does_not_hold_the_log_up(piece):
    """Anybody may request an address of any length, and each missing one is logged."""
    began = time.thread_time()

    redacted_text(piece * (60_000 // len(piece)))

    assert time.thread_time() - began < 10


def test_warnings_are_logged_too(log):
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn(f"old key {VK}", stacklevel=1)
        logging.captureWarnings(capture=False)

    assert "py.warnings" in log.stream.getvalue()
    assert VK not in log.stream.getvalue()


class Unreadable(dict):
    def get(self, key, default=None):
        raise RuntimeError("no words")


def test_an_event_that_cannot_be_redacted_is_not_shown():
    assert redact(Unreadable(token="x")) == {"event": "log_event_unreadable", "error": "RuntimeError"}
