"""Pictures of this room. The screens of a publication stand in `publishing`, which sees approval and delivery too."""

from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from veche.posts.domain.thumbnails import original, thumbnail
from veche.posts.models import Media
from veche.staff.access import authorise, own_or_404, person_of


@require_GET
def photo(request: HttpRequest, sha256: str) -> HttpResponse:
    media = _seen(request, sha256)
    return _file(original(media), media.mime)


@require_GET
def thumb(request: HttpRequest, sha256: str) -> HttpResponse:
    media = _seen(request, sha256)
    path = thumbnail(media)
    return _file(path, media.mime if path == original(media) else "image/jpeg")


def _seen(request: HttpRequest, sha256: str) -> Media:
    media = own_or_404(request, Media, sha256=sha256)
    authorise(person_of(request), "posts.see", media)
    return media


def _file(path: Path, mime: str) -> HttpResponse:
    try:
        return HttpResponse(path.read_bytes(), content_type=mime)
    except FileNotFoundError:
        raise Http404 from None
