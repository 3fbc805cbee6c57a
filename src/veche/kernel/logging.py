"""Format all log records, ours and the libraries': redacted, as JSON or for reading."""

import json
import logging
import sys
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TextIO

from veche.kernel.outages import Outage, outage_of
from veche.kernel.redaction import one_line, redacted, redacted_text
from veche.kernel.repeats import OneLineAMinute

OUTAGE_SECONDS = 60.0
_MULTI_LINE = ("exception", "stack")
# What every record has, or what another handler's formatter has left in it; anything else its writer has added.
_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


class OurHandler(logging.StreamHandler[TextIO]):
    """Marks the handler that `configure` installed."""


class OutageFilter(logging.Filter):
    """While database or disk is down, pass one line a minute, without traceback, with the count of the suppressed
    ones."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._told: dict[Outage, float] = {}
        self._silent: dict[Outage, int] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        outage = outage_of(error)
        if outage is None:
            return True
        with self._lock:
            now = time.monotonic()
            if now - self._told.get(outage, -OUTAGE_SECONDS) < OUTAGE_SECONDS:
                self._silent[outage] = self._silent.get(outage, 0) + 1
                return False
            self._told[outage] = now
            record.outage, record.error = outage.value, f"{type(error).__name__}: {error}"
            record.not_shown = self._silent.pop(outage, 0)
        record.exc_info = record.exc_text = None
        return True


class CalmFormatter(logging.Formatter):
    """Replaces a record that cannot be formatted (wrong `%d`, a broken `__str__`) by a line that says so."""

    def __init__(self, *, as_json: bool) -> None:
        super().__init__()
        self._written = _as_json if as_json else _for_eyes

    def format(self, record: logging.LogRecord) -> str:
        try:
            return self._written(redact(self._event(record)))
        except Exception as error:  # noqa: BLE001 -- a log line never stops the work that wrote it
            return one_line(f"log_record_unreadable logger={record.name} error={type(error).__name__}")

    def _event(self, record: logging.LogRecord) -> dict[str, Any]:
        event = {"event": record.getMessage(), "level": record.levelname.lower(), "logger": record.name}
        event |= {name: value for name, value in vars(record).items() if name not in _OWN}
        event["timestamp"] = datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z")
        if record.exc_info:
            event["exception"] = self.formatException(record.exc_info)
        if record.stack_info:
            event["stack"] = record.stack_info
        return event


def configure(level: str, json: bool, stream: TextIO | None = None) -> None:
    """Send all records to `stream` (stderr by default). May be called again."""
    handler = OurHandler(stream or sys.stderr)
    handler.addFilter(OneLineAMinute())
    handler.setFormatter(CalmFormatter(as_json=json))
    handler.addFilter(OutageFilter())
    _send_everything_to(handler, level)


def redact(event: Mapping[str, Any]) -> dict[str, Any]:
    """Remove secrets and line breaks that would forge a log line. Tracebacks keep their lines, indented."""
    try:
        long = {name: _indented(event[name]) for name in _MULTI_LINE if isinstance(event.get(name), str)}
        clean: dict[str, Any] = redacted({name: value for name, value in event.items() if name not in long}) | long
    except Exception as error:  # noqa: BLE001 -- rather no line than a secret or a crash
        return {"event": "log_event_unreadable", "error": type(error).__name__}
    return clean


def _as_json(event: Mapping[str, Any]) -> str:
    return json.dumps(event, ensure_ascii=False)


def _for_eyes(event: Mapping[str, Any]) -> str:
    """«2026-11-26T09:00:00Z [info] act_sent act=7 network=vk logger=veche.outbox», with the traceback under it."""
    first = {"timestamp", "level", "event", *_MULTI_LINE}
    told = " ".join(f"{name}={value}" for name, value in event.items() if name not in first)
    line = f"{event.get('timestamp', '')} [{event.get('level', '')}] {event['event']} {told}".strip()
    return "\n".join([line, *(str(event[name]) for name in _MULTI_LINE if event.get(name))])


def _indented(text: str) -> str:
    return "\n    ".join(one_line(line) for line in redacted_text(text).split("\n"))


def _send_everything_to(handler: logging.Handler, level: str) -> None:
    root = logging.getLogger()
    for old in [known for known in root.handlers if type(known) in (OurHandler, logging.StreamHandler)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    for logger in list(root.manager.loggerDict.values()):
        if isinstance(logger, logging.Logger):
            logger.handlers.clear()
            logger.propagate = True
    logging.captureWarnings(capture=True)
