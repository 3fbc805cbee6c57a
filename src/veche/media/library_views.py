"""The library: find files, add them, state their rights, attach papers."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veche.kernel.bidi import isolated
from veche.kernel.media import file_path
from veche.kernel.uploads import UploadRefused, picture_path
from veche.media import tus
from veche.media.domain import state_rights as verbs
from veche.media.domain import uploads
from veche.media.domain.intake import take
from veche.media.domain.library import PAGE, LibraryFilter, library, numbers
from veche.media.domain.rights import asked_since
from veche.media.errors import MediaError
from veche.media.forms import FilesForm, LibraryForm, PaperForm, RightsForm
from veche.media.lines import Card, cards, choosing, judged
from veche.media.models import Media, Paper, Rights
from veche.media.uses import Inquiry, inquiry_about, uses_of
from veche.staff.access import authorise, may, own_allowed, own_or_404, permission_required, person_of
from veche.staff.models import Person

MOST_AT_ONCE = 50
HELD = "С этим файлом уже согласовали: {titles}. Права на него теперь неясны, поэтому отправку придержали."
LIBRARY = "library"


@require_GET
@permission_required("media.library")
def files(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    form = LibraryForm(request.GET)
    asked = form.asked()
    found = library(me, LibraryFilter(**asked))
    shown = cards(found[:PAGE], me.administration)
    picked = next((card for card in shown if str(card.media.pk) == request.GET.get("file")), None)
    chosen = picked or next((card for card in shown if card.doubts), next(iter(shown), None))
    context = {
        "cards": shown,
        "chosen": chosen,
        "picked": picked is not None,
        "papers": _papers(me, chosen) if chosen else [],
        "may_state": chosen is not None and may(me, "media.state", chosen.media),
        "choose": choosing(request.GET),
        "uses": uses_of(chosen.media, me) if chosen else [],
        "inquiry": _inquiry(chosen, me) if chosen else None,
        "zone": me.administration.time_zone,
        "more": found[PAGE - 1].pk if len(found) > PAGE else None,
        "numbers": numbers(me),
        "form": form,
        "asked": asked,
        "filtered": bool(asked),
        "files": FilesForm(),
        "may_add": may(me, "media.add"),
        "may_tune": may(me, "media.tune"),
        "asks": asked_since(me.administration) is not None,
    }
    return render(request, "media/files.html", context)


@require_POST
@permission_required("media.add")
def add(request: HttpRequest) -> HttpResponse:
    """Take several files; a refused one is named and spoils no other."""
    me, taken = person_of(request), 0
    sent: list[Any] = FilesForm(request.POST, request.FILES).files_sent()
    sent += uploads.complete_uploads(uploads.Sender(me), LIBRARY, request.POST.getlist(uploads.UPLOADED))
    for file in sent[:MOST_AT_ONCE]:
        try:
            take(file, name=file.name or "", by=me)
        except UploadRefused as refusal:
            messages.error(request, str(refusal))
            uploads.discard(file)
        else:
            taken += uploads.claim(file)  # False: the same form, sent twice at one instant, has counted it
    if not sent:
        messages.warning(request, "Файлы не выбраны. Выберите один или несколько.")
    elif len(sent) > MOST_AT_ONCE:
        messages.warning(request, "За один раз берём пятьдесят файлов. Остальные добавьте ещё раз.")
    if taken:
        messages.success(request, f"Добавили файлов: {taken}. Теперь укажите права.")
    return redirect("media:files")


@require_http_methods(tus.METHODS)
@permission_required("media.add")
def library_uploads(request: HttpRequest, key: str = "") -> HttpResponse:
    """Files in parts."""
    return tus.answer(request, sender=uploads.Sender(person_of(request)), target=LIBRARY, key=key)


@require_http_methods(["GET", "POST"])
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    media = _of_library(request, pk)
    me = person_of(request)
    may_state = may(me, "media.state", media)
    if request.method == "POST":
        authorise(me, "media.state", media)
    form = _form(request, media) if may_state else None
    if request.method == "POST" and form is not None and form.is_valid():
        held = verbs.state_rights(media=media, by=me, said=form.cleaned_data)
        messages.success(request, "Сохранили, что известно о файле.")
        _say_held(request, held)
        return redirect("media:detail", pk)
    return _page(request, media, form, status=422 if request.method == "POST" else 200)


@require_POST
def add_paper(request: HttpRequest, pk: int) -> HttpResponse:
    media = own_allowed(request, Media, "media.papers", pk=pk)
    file = request.FILES.get("paper")
    if file is None:
        messages.error(request, "Файл не выбран. Выберите согласие или договор: PDF или снимок.")
        return redirect("media:detail", pk)
    try:
        verbs.add_paper(media=media, by=person_of(request), content=file, name=file.name or "")
    except (UploadRefused, MediaError) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Бумагу приложили. Её видят пресс-служба, Глава и аудитор.")
    return redirect("media:detail", pk)


@require_POST
def remove_paper(request: HttpRequest, pk: int) -> HttpResponse:
    paper = own_allowed(request, Paper, "media.papers", pk=pk)
    media_id = paper.rights.media_id
    held = verbs.remove_paper(paper=paper, by=person_of(request))
    messages.success(request, "Бумагу убрали.")
    _say_held(request, held)
    return redirect("media:detail", media_id)


@require_GET
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """A download only: a PDF may hold a script, and no page of ours runs it."""
    found = own_allowed(request, Paper, "media.read_papers", pk=pk)
    root = Path(settings.MEDIA_ROOT) / "papers"
    place = picture_path if found.mime.startswith("image/") else file_path
    try:
        content = place(root, found.sha256, found.mime).read_bytes()
    except FileNotFoundError:
        raise Http404 from None
    told = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=found.name),
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return HttpResponse(content, content_type="application/octet-stream", headers=told)


@require_POST
@permission_required("media.tune")
def tune(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    wanted = request.POST.get("asked") == "yes"
    verbs.ask_rights(administration=me.administration, by=me, wanted=wanted)
    messages.success(
        request,
        "Новые файлы без прав не уйдут на согласование без объяснения."
        if wanted
        else "О файлах без прав будем говорить, но отправлять их можно.",
    )
    return redirect("media:files")


def _say_held(request: HttpRequest, titles: Sequence[str]) -> None:
    if titles:
        messages.warning(request, HELD.format(titles=", ".join(f"«{isolated(title)}»" for title in titles)))


def _of_library(request: HttpRequest, pk: int) -> Media:
    media = own_or_404(request, Media, pk=pk)
    authorise(person_of(request), "media.library", media)
    return media


def _inquiry(card: Card, me: Person) -> Inquiry | None:
    """Where to ask for what the file lacks; None if it lacks nothing."""
    return inquiry_about(card.media, me) if card.doubts else None


def _papers(me: Person, card: Card) -> list[Paper]:
    """Papers of a file that the person may read. No query without one."""
    if card.rights is None or not card.rights.papers or not may(me, "media.read_papers", card.media):
        return []
    return list(Paper.objects.of(me.administration_id).filter(rights=card.rights))


def _form(request: HttpRequest, media: Media) -> RightsForm:
    rights = Rights.objects.of(media.administration_id).filter(media=media).select_related("department").first()
    rights = rights or Rights(media=media)
    initial = {name: getattr(rights, name) for name in verbs.WRITTEN}
    return RightsForm(
        request.POST or None, initial=initial, administration=media.administration, chosen=rights.department
    )


def _page(request: HttpRequest, media: Media, form: RightsForm | None, *, status: int) -> HttpResponse:
    me = person_of(request)
    reads = may(me, "media.read_papers", media)
    papers = Paper.objects.of(media.administration_id).filter(rights__media=media).select_related("by")
    card = judged(media)
    context = {
        "media": media,
        "card": card,
        "form": form,
        "papers": list(papers) if reads else [],
        "reads_papers": reads,
        "paper_form": PaperForm() if may(me, "media.papers", media) else None,
        "uses": uses_of(media, me),
        "inquiry": _inquiry(card, me),
        "zone": me.administration.time_zone,
    }
    return render(request, "media/detail.html", context, status=status)
