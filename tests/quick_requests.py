"""What Django does for each request of a test client and no test reads.

The chain of middleware is kept for the next client: a tenth of the time of one page. Each client would build it anew,
once for its first request. Middleware reads settings when it is built, so the chain is built again after each change of
a setting, save those that every test changes and no middleware reads.

`response.templates` and `response.context` are those of the page alone. Django adds each of its hundreds of parts,
components and icons, with a copy of what it could read.
"""

from typing import Any

from django.core.signals import setting_changed
from django.template.base import Template
from django.test import client
from django.test.client import ClientHandler
from django.test.signals import template_rendered

OF_EACH_TEST = {"DATA", "MEDIA_ROOT"}
PARTS = ("_view_middleware", "_template_response_middleware", "_exception_middleware", "_middleware_chain")

_client: Any = client
_template: Any = Template
_handler: Any = ClientHandler
_build, _store = _handler.load_middleware, _client.store_rendered_templates
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


def tell_of_pages_only() -> None:
    """After Django's `setup_test_environment`, which lets every template tell."""
    _template._render = _render
    _client.store_rendered_templates = _store_first


def _render(template: Any, context: Any) -> Any:
    if context.template is template:  # not a part, a component or what it extends
        template_rendered.send(sender=template, template=template, context=context)
    return template.nodelist.render(context)


def _store_first(store: dict[str, Any], *about: Any, **more: Any) -> None:
    """Fields of forms are rendered like pages, later."""
    if "context" not in store:
        _store(store, *about, **more)
