"""«Выпустить сейчас»: one confirmation that names the networks."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from veche.approval.domain.single_person import is_on
from veche.approval.errors import ApprovalError
from veche.kernel import clock
from veche.outbox.message_views import say_sent
from veche.plan.errors import PlanError
from veche.posts.domain.queries import latest_version
from veche.posts.errors import PostError
from veche.posts.models import Post
from veche.publishing.domain.editing import editing
from veche.publishing.domain.release_now import GONE, may_sign, release_now
from veche.publishing.domain.versions import Versions, read_versions
from veche.publishing.errors import PublishingError
from veche.publishing.forms import ReleaseNowForm
from veche.publishing.views import drafts
from veche.staff.access import own_allowed, person_of
from veche.staff.enums import Role

WAITS = "Отправили на согласование с этой минутой: уйдёт сразу, как согласуют."


@require_POST
def to_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the editor's window, then ask. A refused hour is no matter: another one is meant."""
    kept = drafts.keep(request, own_allowed(request, Post, "publishing.plan", pk=pk))
    return kept if isinstance(kept, HttpResponse) else redirect("publishing:now", pk)


@require_http_methods(["GET", "POST"])
def release_at_once(request: HttpRequest, pk: int) -> HttpResponse:
    post = own_allowed(request, Post, "publishing.plan", pk=pk)
    read = read_versions(post)
    if read.standing:
        messages.info(request, GONE)
        return redirect("publishing:detail", pk)
    form = ReleaseNowForm(request.POST or None, initial={"revision": read.newest.revision})
    if request.method == "POST" and form.is_valid():
        try:
            leaves = release_now(post=post, by=person_of(request), **form.cleaned_data)
        except (ApprovalError, PlanError, PostError, PublishingError) as error:
            form.add_error(None, str(error))
        else:
            return _said(request, post, leaves=leaves)
    return _asked(request, read, form)


def _said(request: HttpRequest, post: Post, *, leaves: bool) -> HttpResponse:
    if leaves:
        planned = latest_version(post).deliveries.select_related("act__administration")
        say_sent(request, [one.act for one in planned], "Уходит сейчас. Как это идёт, видно на этой странице.")
    else:
        messages.success(request, WAITS)
    return redirect("publishing:detail", post.pk)


def _asked(request: HttpRequest, read: Versions, form: ReleaseNowForm) -> HttpResponse:
    page = editing(read, at=clock.now())
    others = [one for one in page.signers if one.decision is None and one.step.role != Role.PRESS_HEAD]
    signs = may_sign(person_of(request), page.version, single_person=is_on(read.post.administration))
    context = {
        "post": read.post,
        "page": page,
        "form": form,
        "agreed": read.agreed == page.version,
        "signs": signs,
        "others": others if signs else [],
    }
    return render(request, "publishing/now.html", context, status=422 if form.errors else 200)
