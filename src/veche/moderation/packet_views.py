"""«Отдать копию»: one decision as ZIP or PDF."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from veche.moderation.domain.hand_over import hand_over
from veche.moderation.errors import ModerationError
from veche.moderation.forms import HandOverForm
from veche.moderation.models import Evidence, Restriction, Ruling
from veche.staff.access import own_allowed, person_of

_RELATED = ("administration", "ruling__message__conversation__act", "restriction__message__conversation__act")


@require_POST
def of_ruling(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    ruling = own_allowed(request, Ruling, "moderation.hand_over", pk=pk)
    return _handed(request, "moderation:evidence", ruling=ruling)


@require_POST
def of_restriction(request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
    restriction = own_allowed(request, Restriction, "moderation.hand_over", pk=pk)
    return _handed(request, "moderation:restriction", restriction=restriction)


def _handed(request: HttpRequest, page: str, **of: Ruling | Restriction) -> HttpResponse | FileResponse:
    me = person_of(request)
    evidence = get_object_or_404(Evidence.objects.of(me.administration_id).select_related(*_RELATED), **of)
    form = HandOverForm(request.POST)
    try:
        handed = hand_over(evidence=evidence, by=me, **_asked(form))
    except ModerationError as error:
        messages.error(request, str(error))
        return redirect(page, evidence.of.pk)
    return FileResponse(handed.file, as_attachment=True, filename=handed.name, content_type=handed.mime)


def _asked(form: HandOverForm) -> dict[str, Any]:
    """What was chosen; the verb refuses what is no choice. `ModerationError`: a number that cannot be kept."""
    if "request" in form.errors:
        raise ModerationError(str(form.errors["request"][0]))
    return {"to": ""} | form.cleaned_data
