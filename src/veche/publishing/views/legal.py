"""The mark «нужен юрист» of a post. Here, as the form is on the publication's page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from veche.approval.domain.flags import flag_post, unflag_post
from veche.approval.forms import LegalFlagForm
from veche.posts.enums import PostState
from veche.posts.models import Post
from veche.publishing.views import detail
from veche.staff.access import own_allowed, person_of

FLAGGED = "Пометили: нужен юрист. Его спросят, когда запись отправят на согласование."
FLAGGED_LATE = (
    "Пометили: нужен юрист. Об отправленной версии уже спросили без него: чтобы спросить, отправьте её снова."
)


@require_POST
def flag(request: HttpRequest, pk: int) -> HttpResponse:
    post = own_allowed(request, Post, "approval.flag", pk=pk)
    form = LegalFlagForm(request.POST)
    if not form.is_valid():
        return detail.show(request, post, legal=form, status=422)
    flag_post(post=post, by=person_of(request), reason=form.cleaned_data["reason"])
    messages.success(request, FLAGGED_LATE if post.state == PostState.WAITING else FLAGGED)
    return redirect("publishing:detail", pk)


@require_POST
def unflag(request: HttpRequest, pk: int) -> HttpResponse:
    post = own_allowed(request, Post, "approval.flag", pk=pk)
    unflag_post(post=post, by=person_of(request))
    messages.success(request, "Пометку сняли. Юриста об этой записи больше не спросят.")
    return redirect("publishing:detail", pk)
