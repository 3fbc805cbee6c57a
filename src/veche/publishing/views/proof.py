"""What the editor asks while one types: the findings in one text. Nothing is saved."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from veche.posts.domain.proofreading import as_json, proofread
from veche.publishing.views.editor import post_to_write


@require_POST
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """`panel` says the same in HTML, drawn by the one template that has the words."""
    post_to_write(request, pk)
    found = proofread(request.POST.get("text", ""))
    panel = render_to_string("posts/_proof.html", {"proof": found, "live": True}).strip()
    return JsonResponse(as_json(found) | {"panel": panel})
