"""Files that a page hands out."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def download(content: bytes, name: str, kind: str) -> HttpResponse:
    """A file to be saved under that name. `kind`: its MIME type."""
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})
