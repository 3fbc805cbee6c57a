"""What the editor's form does. Whatever is pressed, the words in the window are kept first.

With a script the words save themselves (`X-Autosave`) and the card with the photos is drawn anew (`X-Upload`); without
one the same addresses answer with whole pages.
"""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from veche.approval.errors import ApprovalError
from veche.kernel.uploads import UploadRefused
from veche.networks.fitting import fitting
from veche.networks.registry import NETWORKS
from veche.posts.domain import beside
from veche.posts.domain.pictures import add_picture, remove_picture
from veche.posts.domain.queries import latest_version, working_version
from veche.posts.domain.rendering import draft_of, rendered
from veche.posts.domain.write import save_text
from veche.posts.errors import Conflict, PostError
from veche.posts.forms import DraftForm, PhotosForm
from veche.posts.models import Post, PostVersion
from veche.posts.moments import hour
from veche.publishing.domain.asking import ask_about
from veche.publishing.errors import PublishingError
from veche.publishing.views import editor
from veche.staff.access import own_allowed, person_of


@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    kept = keep(request, own_allowed(request, Post, "posts.write", pk=pk))
    if isinstance(kept, HttpResponse):
        return kept
    if _is(request, "X-Autosave"):
        saved = _("сохранено в %(hour)s") % {"hour": hour(kept.saved_at, kept.administration.time_zone)}
        return JsonResponse({"version": kept.revision, "saved": saved})
    messages.success(request, _("Сохранено. Можно продолжать."))
    return redirect("posts:edit", pk)


@require_POST
def add_photos(request: HttpRequest, pk: int) -> HttpResponse:
    def add(version: PostVersion) -> list[str]:
        refusals = []
        for file in PhotosForm(request.POST, request.FILES).files_sent():
            try:
                add_picture(version=version, by=person_of(request), content=file, name=file.name or "")
            except (UploadRefused, PostError) as error:
                refusals.append(str(error))
        return refusals

    return _with_photos(request, pk, add)


@require_POST
def remove_photo(request: HttpRequest, pk: int, picture: int) -> HttpResponse:
    def remove(version: PostVersion) -> list[str]:
        """A picture that somebody has removed already is what was wanted."""
        for found in version.pictures.filter(pk=picture):
            try:
                remove_picture(picture=found, by=person_of(request))
            except PostError as error:
                return [str(error)]
        return []

    return _with_photos(request, pk, remove)


@require_POST
def add_beside(request: HttpRequest, pk: int, picture: int) -> HttpResponse:
    """Subtitles or a cover of a video; the file field is named after the picture."""

    def add(version: PostVersion) -> list[str]:
        file = request.FILES.get(f"beside_{picture}")
        if file is None:
            return [_("Файл не выбран. Выберите субтитры (SRT, VTT) или картинку для обложки.")]
        for found in version.pictures.filter(pk=picture).select_related("media"):
            try:
                beside.add_beside(picture=found, by=person_of(request), content=file, name=file.name or "")
            except (UploadRefused, PostError) as error:
                return [str(error)]
        return []

    return _with_photos(request, pk, add)


@require_POST
def remove_beside(request: HttpRequest, pk: int, picture: int, place: str) -> HttpResponse:
    what = beside.PLACES.get(place)
    if what is None:
        raise Http404

    def remove(version: PostVersion) -> list[str]:
        for found in version.pictures.filter(pk=picture):
            try:
                beside.remove_beside(picture=found, place=what, by=person_of(request))
            except PostError as error:
                return [str(error)]
        return []

    return _with_photos(request, pk, remove)


@require_GET
def media_state(request: HttpRequest, pk: int, picture: int) -> HttpResponse:
    """The line that asks again while a video is looked into or made to fit; at the end the checks are drawn anew."""
    version = latest_version(own_allowed(request, Post, "posts.write", pk=pk))
    found = next((one for one in version.pictures.all() if one.pk == picture), None)
    if found is None:
        return HttpResponse()
    ready = not found.media.is_being_made
    context = {"post": version.post, "picture": found, "media": found.media, "anew": ready}
    answer = render(request, "publishing/_media_state.html", context)
    if ready:
        answer.headers["HX-Trigger"] = "veche:changed"
    return answer


@require_POST
def fit(request: HttpRequest, pk: int, network: str) -> HttpResponse:
    """Take the proposal: an own text for one network, cut where it was shown. The common text stays whole."""
    kept = keep(request, own_allowed(request, Post, "posts.write", pk=pk))
    if isinstance(kept, HttpResponse):
        return kept
    shown = rendered(kept, network) if network in NETWORKS else None
    found = fitting(shown.text, shown.limit) if shown else None
    if found is None:
        messages.info(request, _("Текст уже помещается. Ничего не изменили."))
        return redirect("posts:edit", pk)
    words = draft_of(kept)
    variants = {**words.variants, network: found.head}
    save_text(version=kept, by=person_of(request), revision=kept.revision, text=words.text, variants=variants)
    said = _("Для этой сети текст сокращён. Не вошло: «%(rest)s». Общий текст цел.")
    messages.success(request, said % {"rest": found.rest})
    return redirect(reverse("posts:edit", args=[pk]) + f"#text-{network}")


@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    kept = keep(request, own_allowed(request, Post, "posts.write", pk=pk))
    if isinstance(kept, HttpResponse):
        return kept
    try:
        ask_about(version=kept, by=person_of(request))
    except (PostError, ApprovalError, PublishingError) as error:
        form = editor.draft_form(None, kept)
        return editor.show(request, kept, form, not_sent=str(error), status=422)
    messages.success(request, _("Отправлено на согласование. Текст закреплён, пока не ответят."))
    return redirect("posts:detail", pk)


def keep(request: HttpRequest, post: Post) -> PostVersion | HttpResponse:
    """Save the words in the window: the saved version, or the answer that tells why not and shows them again."""
    version = working_version(post)
    if version is None:
        return _frozen(request, latest_version(post))
    form = editor.draft_form(request, version)
    if not form.is_valid():
        return _refused(request, version, form)
    words = form.draft
    try:
        save_text(
            version=version,
            by=person_of(request),
            revision=form.revision,
            text=words.text,
            variants=words.variants,
            alts=form.alts,
            poll=form.poll,
            link=form.typed_link,
        )
    except Conflict:
        return _conflict(request, latest_version(post), form)
    except PostError:
        return _frozen(request, latest_version(post))
    return latest_version(post)


def _with_photos(request: HttpRequest, pk: int, change: Callable[[PostVersion], list[str]]) -> HttpResponse:
    kept = keep(request, own_allowed(request, Post, "posts.write", pk=pk))
    if isinstance(kept, HttpResponse):
        return kept
    refusals = change(kept)
    fresh = latest_version(kept.post)
    form = editor.draft_form(None, fresh)
    if _is(request, "X-Upload"):
        return editor.pictures(request, fresh, form, refusals)
    if refusals:
        return editor.show(request, fresh, form, photo_errors=refusals, status=422)
    return redirect("posts:edit", pk)


def _refused(request: HttpRequest, version: PostVersion, form: DraftForm) -> HttpResponse:
    if _by_script(request):
        return JsonResponse({"say": form.sentence()}, status=422)
    return editor.show(request, version, form, status=422)


def _conflict(request: HttpRequest, theirs: PostVersion, form: DraftForm) -> HttpResponse:
    clash = editor.clash_of(form, theirs)
    if _by_script(request):
        context = {**clash, "post": theirs.post, "zone": theirs.administration.time_zone}
        return render(request, f"{editor.PAGE}#conflict", context, status=409)
    return editor.show(request, theirs, form, clash=clash, status=409)


def _frozen(request: HttpRequest, version: PostVersion) -> HttpResponse:
    """Somebody has sent it for approval meanwhile. The words wait in the window: «Править» takes them along."""
    if _by_script(request):
        return render(request, f"{editor.PAGE}#frozen", {"post": version.post, "frozen": True}, status=409)
    form = editor.draft_form(request, version)
    return editor.show(request, version, form, clash={"frozen": True}, status=409)


def _by_script(request: HttpRequest) -> bool:
    return _is(request, "X-Autosave") or _is(request, "X-Upload")


def _is(request: HttpRequest, header: str) -> bool:
    return request.headers.get(header) == "1"
