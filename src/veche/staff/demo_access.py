"""Which requests may sign in to the demo without a password: those of a browser on this machine."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

from veche.kernel.guard import LOOPBACK

# Headers by which a proxy says for whom it asks. The demo is served to nobody else, so it refuses all of them.
_FORWARDED = (
    "HTTP_X_FORWARDED",
    "HTTP_FORWARDED",
    "HTTP_X_REAL_IP",
    "HTTP_VIA",
    "HTTP_CF_",
    "HTTP_X_CLIENT_IP",
    "HTTP_X_CLUSTER_CLIENT_IP",
    "HTTP_TRUE_CLIENT_IP",
)


def may_open_demo(request: HttpRequest) -> bool:
    """Whether settings and request exclude other machines. No query."""
    return is_local_demo() and _is_from_this_machine(request)


def is_local_demo() -> bool:
    """Whether this is a demo without TLS at a loopback origin."""
    return bool(settings.DEMO and not settings.TLS and urlsplit(settings.ORIGIN).hostname in LOOPBACK)


def _is_from_this_machine(request: HttpRequest) -> bool:
    forwarded = any(name.startswith(_FORWARDED) for name in request.META)
    host = urlsplit(f"//{request.get_host()}").hostname
    return not forwarded and request.META.get("REMOTE_ADDR") in LOOPBACK and host in LOOPBACK
