"""Tell an open page the numbers of its menu with each part of it that is asked for again."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django_htmx.http import trigger_client_event

from veche.kit.menu import known_counts

# The event that `frontend/js/counts.js` hears.
COUNTED = "veche:counted"


class MenuCounts:
    """Send the numbers that the answer has counted; it counts none for this."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "htmx", False) and (told := known_counts(request)):
            trigger_client_event(response, COUNTED, told)
        return response
