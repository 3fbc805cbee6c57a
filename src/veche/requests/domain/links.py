"""The link of a letter: one person, one request, no password, where the administration allows it.

The link is signed, so no table holds it, and opening it writes nothing: mail scanners open links. The first answer
binds it to the browser that sent it. It ends with the request, and with the person's duty to answer it.
"""

import hashlib
import secrets
from dataclasses import dataclass

from django.core import signing
from django.db import transaction
from django.urls import reverse

from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.requests.domain.duty import is_asked
from veche.requests.enums import OPEN
from veche.requests.errors import RequestError
from veche.requests.kinds import own_page
from veche.requests.models import LinkUse, Request, RequestSettings
from veche.staff.models import Administration, Person

SALT = "veche.requests.link"
# Names the browser that has answered by a link.
COOKIE = "veche-link"
TAKEN = (
    "По этой ссылке уже отвечают в другом браузере. Ваш текст на месте. Если это ваша ссылка, войдите в Вече: "
    "поручение ждёт вас там."
)
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Opened:
    """What a valid link opens."""

    request: Request
    person: Person


def are_allowed(administration: Administration | int) -> bool:
    return RequestSettings.objects.of(administration).filter(links=True).exists()


def allow(*, administration: Administration, by: Person, links: bool) -> None:
    with transaction.atomic():
        row, _ = (
            RequestSettings.objects.of(administration).select_for_update().get_or_create(administration=administration)
        )
        if row.links == links:
            return
        row.links = links
        row.save(update_fields=("links",))
        verb = "request.links_allowed" if links else "request.links_forbidden"
        record(administration=administration, actor=by, verb=verb, obj=row, facts={})


def path_for(request: Request, person: Person) -> str:
    """The address of the link, from the root of the site."""
    token = signing.dumps([request.pk, person.pk], salt=SALT)
    return reverse("requests:link", args=[token])


def opened(token: str) -> Opened | None:
    """The request and the person of a link; None for a forged one and for one that has ended."""
    if len(token) > _LONGEST:
        return None
    try:
        request_id, person_id = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    rows = Request.objects.unscoped().filter(pk=request_id, state__in=sorted(OPEN), to_press=False)
    request = rows.select_related("administration", "department", "person", "asked_by", "answered_by").first()
    if request is None or own_page(request) or not are_allowed(request.administration):
        return None
    person = Person.objects.of(request.administration_id).filter(pk=person_id, is_active=True).first()
    if person is None:
        return None
    person.administration = request.administration
    return Opened(request, person) if is_asked(person, request) else None


def is_of_another_browser(link: Opened, browser: str) -> bool:
    """Whether somebody has answered by this link in another browser. `browser`: its cookie."""
    rows = LinkUse.objects.of(link.request.administration_id).filter(request=link.request, person=link.person)
    bound = rows.values_list("browser_sha256", flat=True).first()
    return bound is not None and bound != digest(browser)


def bind(link: Opened, browser: str) -> None:
    """Bind the link to the browser, in the transaction of the answer. Raises `RequestError` for another browser."""
    use, _ = LinkUse.objects.of(link.request.administration_id).get_or_create(
        request=link.request,
        person=link.person,
        defaults={
            "administration_id": link.request.administration_id,
            "browser_sha256": digest(browser),
            "at": now(),
        },
    )
    if use.browser_sha256 != digest(browser):
        raise RequestError(TAKEN)


def new_browser() -> str:
    return secrets.token_urlsafe(32)


def digest(browser: str) -> str:
    """A plain hash suffices: the cookie holds 256 random bits."""
    return hashlib.sha256(browser.encode("utf-8", "surrogatepass")).hexdigest()


def takes_files(token: str, browser: str) -> bool:
    """Whether a large body may be read from this browser, named by its cookie, at this link's address."""
    found = opened(token)
    return found is not None and not is_of_another_browser(found, browser)
