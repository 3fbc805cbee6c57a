"""Serve files, their small copies and subtitles."""

from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from veche.kernel.subtitles import VTT, as_vtt
from veche.media.byte_range import part_of
from veche.media.domain.thumbnails import list_thumbnail, original, thumbnail
from veche.media.enums import MediaKind
from veche.media.models import Media
from veche.staff.access import authorise, own_or_404, person_of


@require_GET
def photo(request: HttpRequest, sha256: str) -> HttpResponse | FileResponse:
    """Serve a file. Documents and subtitles are sent as downloads."""
    media = _seen(request, sha256)
    if media.kind == MediaKind.PHOTO:
        return _file(original(media), media.mime)
    try:
        if media.kind == MediaKind.VIDEO and (part := part_of(request, original(media), media.mime)):
            return part
        content = original(media).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    kept = media.kind in (MediaKind.DOCUMENT, MediaKind.SUBTITLES)
    return FileResponse(content, as_attachment=kept, filename=media.name, content_type=media.mime)


@require_GET
def captions(request: HttpRequest, sha256: str) -> HttpResponse:
    """Serve subtitles as WebVTT for the browser's player."""
    media = _seen(request, sha256)
    if media.kind != MediaKind.SUBTITLES:
        raise Http404
    try:
        return HttpResponse(as_vtt(original(media).read_bytes()), content_type=f"{VTT}; charset=utf-8")
    except FileNotFoundError:
        raise Http404 from None


@require_GET
def thumb(request: HttpRequest, sha256: str) -> HttpResponse:
    return small_copy(_seen(request, sha256))


@require_GET
def list_thumb(request: HttpRequest, sha256: str) -> HttpResponse:
    media = _seen(request, sha256)
    return _as_jpeg(media, list_thumbnail(media))


def small_copy(media: Media) -> HttpResponse:
    """The picture for screens. Raises `Http404` if its file is gone."""
    return _as_jpeg(media, thumbnail(media))


def _as_jpeg(media: Media, path: Path) -> HttpResponse:
    """A copy, or the original that takes its place."""
    return _file(path, media.mime if media.kind == MediaKind.PHOTO and path == original(media) else "image/jpeg")


def _seen(request: HttpRequest, sha256: str) -> Media:
    media = _of_copy(request, sha256) or own_or_404(request, Media, sha256=sha256)
    authorise(person_of(request), "media.see", media)
    return media


def _of_copy(request: HttpRequest, sha256: str) -> Media | None:
    """The original of a copy, which decides the permission."""
    me = person_of(request)
    return Media.objects.of(me.administration_id).filter(renditions__sha256=sha256).first()


def _file(path: Path, mime: str) -> HttpResponse:
    try:
        return HttpResponse(path.read_bytes(), content_type=mime)
    except FileNotFoundError:
        raise Http404 from None
