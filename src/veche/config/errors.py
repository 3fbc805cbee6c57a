"""The page of an error on our side: what happened in words, where we know it."""

import sys
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template import loader

from veche.kernel.outages import Outage, outage_of

_PAGES = {
    None: ("500.html", HTTPStatus.INTERNAL_SERVER_ERROR),
    Outage.DISK: ("503_disk.html", HTTPStatus.SERVICE_UNAVAILABLE),
    Outage.DATABASE: ("503_database.html", HTTPStatus.SERVICE_UNAVAILABLE),
}


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Called by Django while the exception is handled. The pages need neither request nor database."""
    template, status = _PAGES[outage_of(sys.exception())]
    return HttpResponse(loader.get_template(template).render(), status=status)
