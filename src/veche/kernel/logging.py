"""One way out for every log line, ours and the libraries': structlog, redacted, as JSON or for a person's eyes."""

import logging
import sys
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from veche.kernel.redaction import one_line, redacted, redacted_text

_MULTI_LINE = ("exception", "stack")


class OurHandler(logging.StreamHandler[TextIO]):
    """Marks the handler that `configure` put in place."""


class CalmFormatter(structlog.stdlib.ProcessorFormatter):
    """A record that cannot be read (wrong `%d`, a broken `__str__`) becomes a line that says so."""

    def format(self, record: logging.LogRecord) -> str:
        try:
            return super().format(record)
        except Exception as error:  # noqa: BLE001 -- a log line never stops the work that wrote it
            return one_line(f"log_record_unreadable logger={record.name} error={type(error).__name__}")


def configure(level: str, json: bool, stream: TextIO | None = None) -> None:
    """Send structlog and stdlib records to `stream` (stderr by default). May be called again."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = OurHandler(stream or sys.stderr)
    handler.setFormatter(
        CalmFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder(), _without_others_formatting],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.StackInfoRenderer(),
                structlog.processors.format_exc_info,
                redact,
                _renderer(json),
            ],
        )
    )
    _send_everything_to(handler, level)


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """structlog processor: no secret and no forged line passes. Tracebacks keep their lines, indented."""
    try:
        long = {name: _indented(event.pop(name)) for name in _MULTI_LINE if isinstance(event.get(name), str)}
        clean: EventDict = redacted(dict(event)) | long
    except Exception as error:  # noqa: BLE001 -- rather no line than a secret or a crash
        return {"event": "log_event_unreadable", "error": type(error).__name__}
    return clean


def _without_others_formatting(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """What another handler's formatter left in the record is not an extra."""
    return {name: value for name, value in event.items() if name not in {"message", "asctime"}}


def _indented(text: str) -> str:
    return "\n    ".join(one_line(line) for line in redacted_text(text).split("\n"))


def _renderer(json: bool) -> Processor:
    if json:
        return structlog.processors.JSONRenderer(ensure_ascii=False)
    return structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)


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
