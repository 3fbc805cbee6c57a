"""What came since an open list of the inbox was drawn: announced, so that nothing moves under the hand."""

from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from veche.kernel.clock import now
from veche.kit.moments import microseconds, moment_from
from veche.moderation.domain.queries import TO_DECIDE
from veche.moderation.domain.queue_page import number_of_new
from veche.staff.access import permission_required, person_of
from veche.web.pages.inbox_filter import InboxFilter, inbox_filter_of

# Nobody counts more, and the query stops there.
MOST = 100


@require_GET
@permission_required("inbox.see")
def news(request: HttpRequest) -> HttpResponse:
    """How many lines of this filter came since the list was drawn, in microseconds; 304 while there are as many."""
    drawn, city = moment_from(request.GET.get("drawn", "")), person_of(request).administration
    filters = replace(inbox_filter_of(request), since=None)
    number = number_of_new(city, drawn, MOST, show=filters.show, **filters.narrowing) if drawn else 0
    tag = f'"{number}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    return JsonResponse({"says": says(number)}, headers={"ETag": tag})


def says(number: int) -> str:
    """Tens from ten on: a screen reader is not told of each."""
    if number < 10:
        return f"Новых: {number} — показать" if number else ""
    return f"Новых: {number // 10 * 10}+ — показать"


def news_of(filters: InboxFilter) -> tuple[str, str]:
    """Addresses for a list drawn now: to ask what is new, and to show it."""
    drawn = microseconds(now())
    asks = urlencode(filters.said | {"drawn": drawn})
    # Where the oldest come first, the newest may be many pages away.
    shows = filters.said | ({"since": drawn} if filters.show in TO_DECIDE else {})
    return f"{reverse('web:inbox_news')}?{asks}", f"{reverse('web:inbox')}?{urlencode(shows)}"
