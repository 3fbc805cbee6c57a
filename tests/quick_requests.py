"""The chain of middleware of a test client, kept for the next client: a tenth of the time of one page.

Each client would build the chain anew, once for its first request. Middleware reads settings when it is built, so the
chain is built again after each change of a setting, save those that every test changes and no middleware reads.
"""

from typing import Any

from django.core.signals import setting_changed
from django.test.client import ClientHandler

OF_EACH_TEST = {"DATA", "MEDIA_ROOT"}
PARTS = ("_view_middleware", "_template_response_middleware", "_exception_middleware", "_middleware_chain")

_handler: Any = ClientHandler
_build = _handler.load_middleware
_kept: dict[str, Any] = {}


def remember_middleware() -> None:
    _handler.load_middleware = _load
    setting_changed.connect(_forget, dispatch_uid="tests.quick_requests")


def _load(handler: Any) -> None:
    if not _kept:
        _build(handler)
        _kept.update({name: getattr(handler, name) for name in PARTS})
    vars(handler).update(_kept)


def _forget(*, setting: str, **_: Any) -> None:
    if setting not in OF_EACH_TEST:
        _kept.clear()
