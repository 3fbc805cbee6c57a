"""Actions of the editor's form. Each first saves the text of the window.

With JavaScript the text is autosaved (`X-Autosave`) and the photo card redrawn (`X-Upload`); without it the same URLs
answer with whole pages.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from veche.approval.errors import ApprovalError
from veche.kernel.uploads import UploadRefused
from veche.kit.moments import lately
from veche.media import tus
from veche.media.domain.uploads import UPLOADED, CompleteUpload, Sender, complete_uploads, discard
from veche.networks.registry import NETWORKS
from veche.posts.domain import video_extras
from veche.posts.domain.endings import ending_of
from veche.posts.domain.pictures import add_picture, add_upload, place_picture, remove_picture
from veche.posts.domain.queries import accounts_for, latest_version, picture_in
from veche.posts.domain.reasons import ReasonsMissing
from veche.posts.domain.rendering import draft_of, fitted, rendered
from veche.posts.domain.rights import take_responsibility
from veche.posts.enums import PostState
from veche.posts.errors import PostError
from veche.posts.forms import DraftForm, PhotosForm
from veche.posts.models import Post, PostVersion
from veche.publishing.domain import change
from veche.publishing.domain.asking import ask_about
from veche.publishing.domain.change import set_own_text, settle
from veche.publishing.domain.standing import rights_hour
from veche.publishing.domain.versions import read_versions
from veche.publishing.domain.window import Clash, Saved, save_window
from veche.publishing.errors import PublishingError
from veche.publishing.forms import WhenForm
from veche.publishing.views import editor
from veche.publishing.views.previews import remember
from veche.staff.access import own_allowed, person_of

GIVEN_UP = (
    "От правки, в которой вы писали, отказались: слова, час и сети как в прежней версии. "
    "Новые слова начинают новую правку. Прежняя лежит в «Версиях»."
)


@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    kept = keep(request, own_allowed(request, Post, "posts.write", pk=pk))
    if isinstance(kept, HttpResponse):
        return kept
    if _is(request, "X-Autosave"):
        return autosaved(request, kept)
    if kept.refused:
        return show_refused(request, kept)
    messages.success(request, GIVEN_UP if kept.given_up else "Сохранено. Можно продолжать.")
    return remember(request, redirect("publishing:edit", pk))


@require_POST
def add_photos(request: HttpRequest, pk: int) -> HttpResponse:
    def add(version: PostVersion) -> list[str]:
        refusals, me = [], person_of(request)
        in_parts = complete_uploads(Sender(me), _target(pk), request.POST.getlist(UPLOADED))
        sent: list[Any] = PhotosForm(request.POST, request.FILES).files_sent()
        for file in sent + in_parts:
            try:
                if isinstance(file, CompleteUpload):
                    add_upload(version=version, by=me, file=file)
                else:
                    add_picture(version=version, by=me, content=file, name=file.name or "")
            except (UploadRefused, PostError) as error:
                refusals.append(str(error))
                discard(file)
        return refusals

    return _with_photos(request, pk, add)


@require_POST
def place_photo(request: HttpRequest, pk: int, picture: int, position: int) -> HttpResponse:
    """Move a file to another place in the order: by its arrows, or where it was dropped."""

    def place(version: PostVersion) -> list[str]:
        found = picture_in(version, picture)
        if found is not None:
            place_picture(picture=found, by=person_of(request), position=position)
        return []

    return _with_photos(request, pk, place)


@require_http_methods(tus.METHODS)
def uploads(request: HttpRequest, pk: int, key: str = "") -> HttpResponse:
    """Files in parts."""
    post = own_allowed(request, Post, "posts.write", pk=pk)
    try:
        change.refuse_closed(post)
    except PublishingError:
        return tus.closed()
    return tus.answer(request, sender=Sender(person_of(request)), target=_target(pk), key=key)


def _target(pk: int) -> str:
    return f"post:{pk}"


@require_POST
def remove_photo(request: HttpRequest, pk: int, picture: int) -> HttpResponse:
    def remove(version: PostVersion) -> list[str]:
        """Succeed also if somebody has removed the picture already."""
        found = picture_in(version, picture)
        if found is not None:
            remove_picture(picture=found, by=person_of(request))
        return []

    return _with_photos(request, pk, remove)


@require_POST
def add_video_extra(request: HttpRequest, pk: int, picture: int) -> HttpResponse:
    """Add subtitles or a cover to a video; the file field is named after the picture."""

    def add(version: PostVersion) -> list[str]:
        file = request.FILES.get(f"beside_{picture}")
        if file is None:
            return ["Файл не выбран. Выберите субтитры (SRT, VTT) или картинку для обложки."]
        found = picture_in(version, picture)
        try:
            if found is not None:
                video_extras.add_video_extra(picture=found, by=person_of(request), content=file, name=file.name or "")
        except (UploadRefused, PostError) as error:
            return [str(error)]
        return []

    return _with_photos(request, pk, add)


@require_POST
def remove_video_extra(request: HttpRequest, pk: int, picture: int, place: str) -> HttpResponse:
    what = video_extras.PLACES.get(place)
    if what is None:
        raise Http404

    def remove(version: PostVersion) -> list[str]:
        found = picture_in(version, picture)
        try:
            if found is not None:
                video_extras.remove_video_extra(picture=found, place=what, by=person_of(request))
        except PostError as error:
            return [str(error)]
        return []

    return _with_photos(request, pk, remove)


@require_POST
def take_rights(request: HttpRequest, pk: int, picture: int) -> HttpResponse:
    """Take a file with unclear rights upon oneself; the field with the reason is named after the picture."""

    def take(version: PostVersion) -> list[str]:
        found, reason = picture_in(version, picture), request.POST.get(f"why_{picture}", "").replace("\x00", "")
        try:
            if found is not None:
                at = rights_hour(version)
                take_responsibility(picture=found, by=person_of(request), reason=reason, at=at)
        except PostError as error:
            return [str(error)]
        return []

    return _with_photos(request, pk, take)


@require_GET
def media_state(request: HttpRequest, pk: int, picture: int) -> HttpResponse:
    """The line that polls while a video is processed; at the end the checks are redrawn."""
    version = latest_version(own_allowed(request, Post, "posts.write", pk=pk))
    found = picture_in(version, picture)
    if found is None:
        return HttpResponse()
    ready = not found.media.is_being_made
    context = {"post": version.post, "picture": found, "media": found.media, "anew": ready}
    answer = render(request, "publishing/_media_state.html", context)
    if ready:
        trigger_client_event(answer, "veche:changed")
    return answer


@require_POST
def fit(request: HttpRequest, pk: int, network: str) -> HttpResponse:
    """Accept the proposed text for one network, cut as shown. The common text stays whole."""
    kept = keep(request, own_allowed(request, Post, "posts.write", pk=pk))
    if isinstance(kept, HttpResponse):
        return kept
    below = [ending_of(kept.version, one) for one in accounts_for(kept.version) if one.network == network]
    shown = rendered(kept.version, network, ending=max(below, key=len, default="")) if network in NETWORKS else None
    found = fitted(draft_of(kept.version).for_network(network), shown) if shown else None
    if found is None:
        messages.info(request, "Текст уже помещается. Ничего не изменили.")
        return redirect("publishing:edit", pk)
    change.set_own_text(version=kept.version, by=person_of(request), network=network, text=found.head)
    said = "Для этой сети текст сокращён. Не вошло: «%(rest)s». Общий текст цел."
    messages.success(request, said % {"rest": found.rest})
    return redirect(reverse("publishing:edit", args=[pk]) + f"#text-{network}")


@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    kept = keep(request, own_allowed(request, Post, "posts.write", pk=pk))
    if isinstance(kept, HttpResponse):
        return kept
    if kept.refused:
        return show_refused(request, kept)
    version = kept.version
    if version.frozen_at is not None:
        return _nothing_to_ask(request, version)
    try:
        ask_about(version=version, by=person_of(request))
    except ReasonsMissing:
        return redirect("publishing:reasons", pk)
    except (PostError, ApprovalError, PublishingError) as error:
        return editor.show(request, read_versions(version.post), not_sent=str(error), status=422)
    messages.success(request, "Отправлено на согласование. «Править» начнёт новую версию.")
    return redirect("publishing:detail", pk)


def keep(request: HttpRequest, post: Post) -> Saved | HttpResponse:
    """Save the window. Returns what was saved, or the response that shows the window with the reason."""
    version = latest_version(post)
    form = editor.draft_form(request, version)
    when = editor.when_form(request, version)
    if not form.is_valid():
        return _refused(request, version, form, when)
    said = when.sentence()
    try:
        saved = save_window(post=post, by=person_of(request), window=editor.window_of(form, when))
    except Clash as clash:
        return _conflict(request, clash, form, when)
    except (PostError, PublishingError) as error:
        return _closed(request, version, form, when, str(error))
    return replace(saved, refused=saved.refused or said)


def autosaved(request: HttpRequest, kept: Saved) -> JsonResponse:
    """JSON for the script: where the window now stands, and other fields a colleague changed."""
    version = kept.version
    page = editor.stand_of(version, request, given_up=kept.given_up)
    saved = f"сохранено {lately(version.saved_at, version.administration.time_zone)}"
    page |= {"saved": saved, "theirs": editor.theirs_for_script(version, kept.theirs)}
    return JsonResponse(page | ({"say": kept.refused} if kept.refused else {}))


def show_refused(request: HttpRequest, kept: Saved) -> HttpResponse:
    """The text is saved; refused hour or networks stay in the window with the reason."""
    version = latest_version(kept.version.post)
    when = editor.when_form(request, version)
    if when.is_valid():
        when.add_error(None, kept.refused)
    return editor.show(request, read_versions(version.post), when=when, status=422)


def _nothing_to_ask(request: HttpRequest, version: PostVersion) -> HttpResponse:
    if version.post.state == PostState.RETURNED:
        messages.warning(request, "С тех пор как запись вернули, ничего не изменили. Поправьте её и отправьте снова.")
        return redirect("publishing:edit", version.post_id)
    messages.info(request, "Вы ничего не изменили, поэтому отправлять нечего. Всё осталось как было.")
    return redirect("publishing:detail", version.post_id)


def _with_photos(request: HttpRequest, pk: int, alter: Callable[[PostVersion], list[str]]) -> HttpResponse:
    post = own_allowed(request, Post, "posts.write", pk=pk)
    kept = keep(request, post)
    if isinstance(kept, HttpResponse):
        return kept
    refusals = alter(kept.version)
    settle(post=post, by=person_of(request))
    fresh = latest_version(post)
    if _is(request, "X-Upload"):
        return editor.pictures(request, fresh, kept, refusals)
    if refusals:
        return editor.show(request, read_versions(post), photo_errors=refusals, status=422)
    return redirect("publishing:edit", pk)


def _refused(request: HttpRequest, version: PostVersion, form: DraftForm, when: WhenForm) -> HttpResponse:
    if _by_script(request):
        return JsonResponse({"say": form.sentence()}, status=422)
    return editor.show(request, read_versions(version.post), form, when=when, status=422)


def _conflict(request: HttpRequest, clash: Clash, form: DraftForm, when: WhenForm) -> HttpResponse:
    context = editor.clash_of(clash, form, when)
    if _by_script(request):
        post = clash.version.post
        context |= {"post": post, "zone": post.administration.time_zone}
        return render(request, f"{editor.PAGE}#conflict", context, status=409)
    return editor.show(request, read_versions(clash.version.post), form, when=when, clash=context, status=409)


def _closed(request: HttpRequest, version: PostVersion, form: DraftForm, when: WhenForm, said: str) -> HttpResponse:
    """The post is closed; the text stays in the window."""
    if _by_script(request):
        return JsonResponse({"say": said}, status=422)
    return editor.show(request, read_versions(version.post), form, when=when, clash={"closed": said}, status=409)


def _by_script(request: HttpRequest) -> bool:
    return _is(request, "X-Autosave") or _is(request, "X-Upload")


def _is(request: HttpRequest, header: str) -> bool:
    return request.headers.get(header) == "1"


@require_POST
def drop_own_text(request: HttpRequest, pk: int, network: str) -> HttpResponse:
    """Drop a network's own text, so that the common one goes there. The window is saved first."""
    kept = keep(request, own_allowed(request, Post, "posts.write", pk=pk))
    if isinstance(kept, HttpResponse):
        return kept
    words = draft_of(kept.version)
    if network not in words.variants:
        messages.info(request, "Своего текста у этой сети уже нет: туда идёт общий.")
        return redirect("publishing:edit", pk)
    set_own_text(version=kept.version, by=person_of(request), network=network, text="")
    said = "%(network)s: теперь сюда идёт общий текст. Свой был таким: «%(text)s»"
    messages.success(request, said % {"network": NETWORKS[network].title, "text": words.variants[network]})
    return redirect("publishing:edit", pk)
