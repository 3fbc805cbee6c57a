"""Views of the inbox alone; its screen is in web/pages/inbox.py."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veche.inbox.domain import gaps, holds, stuck
from veche.inbox.domain.asked_often import set_asked, settings_of
from veche.inbox.domain.at_work import others_at_work, record_at_work
from veche.inbox.domain.notes import add_note
from veche.inbox.domain.pictures import DRAWN, kept_bytes
from veche.inbox.domain.settings import set_inbox
from veche.inbox.domain.settings import settings_of as settings_of_inbox
from veche.inbox.errors import InboxError
from veche.inbox.forms import AskedForm, InboxForm
from veche.inbox.models import Answer, Gap, Message, MessagePicture
from veche.kit.ids import id_from
from veche.staff.access import own_allowed, permission_required, person_of


@require_GET
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """Serve the bytes as a resident sent them, with a type judged by the first bytes; other types as a download."""
    found = own_allowed(request, MessagePicture, "inbox.see", pk=pk)
    if not found.sha256:
        raise Http404
    content = kept_bytes(found.sha256)
    if content is None:
        return HttpResponse(
            "Снимка в том виде, в каком он пришёл, на диске нет. Позовите отдел ИТ: он есть в ночных копиях.",
            content_type="text/plain; charset=utf-8",
            status=410,
        )
    ending = DRAWN.get(found.mime)
    name = f"{found.sha256[:16]}.{ending or 'bin'}"
    return HttpResponse(
        content,
        content_type=found.mime if ending else "application/octet-stream",
        headers={
            "Content-Disposition": content_disposition_header(ending is None, name) or "inline",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )


@require_POST
def say_of_answer(request: HttpRequest, pk: int) -> HttpResponse:
    answer = own_allowed(request, Answer, "inbox.answer", pk=pk)
    me = person_of(request)
    try:
        stuck.say_of_answer(answer=answer, what=request.POST.get("what", ""), by=me)
    except InboxError as error:
        messages.error(request, str(error))
    return redirect("web:message", answer.message_id)


@require_POST
def mark_gap_seen(request: HttpRequest, pk: int) -> HttpResponse:
    gap = own_allowed(request, Gap, "inbox.answer", pk=pk)
    me = person_of(request)
    gaps.mark_seen(gap=gap, by=me)
    messages.success(request, "Записали, что вы проверили.")
    return redirect("web:inbox")


@require_http_methods(["GET", "POST"])
@permission_required("inbox.asked")
def asked(request: HttpRequest) -> HttpResponse:
    """When what residents ask becomes an occasion."""
    me = person_of(request)
    form = AskedForm(request.POST or None, settings=settings_of(me.administration))
    if request.method == "POST" and form.is_valid():
        set_asked(by=me, **form.cleaned_data)
        messages.success(request, "Запомнили. Комментарии пересчитаем в течение часа.")
        return redirect(f"{reverse('plan:occasions')}?show=asked")
    return render(request, "inbox/asked.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """«Беру»: colleagues see who works on it."""
    message = own_allowed(request, Message, "inbox.answer", pk=pk)
    try:
        holds.take(message=message, by=person_of(request), instead_of=id_from(request.POST.get("instead_of", "")) or 0)
    except InboxError as error:
        messages.error(request, str(error))
    return _back(request, pk)


@require_POST
def here(request: HttpRequest, pk: int) -> HttpResponse:
    """An open page tells that its person is there, and is told who else is."""
    message, me = own_allowed(request, Message, "inbox.answer", pk=pk), person_of(request)
    record_at_work(message=message, by=me, writes=False)
    return render(request, "inbox/_at_work.html", {"here": others_at_work(message, me)})


@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    message = own_allowed(request, Message, "inbox.answer", pk=pk)
    holds.release(message=message, by=person_of(request))
    return _back(request, pk)


@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """A note for colleagues."""
    message = own_allowed(request, Message, "inbox.answer", pk=pk)
    try:
        add_note(message=message, by=person_of(request), text=request.POST.get("text", ""))
    except InboxError as error:
        messages.error(request, str(error))
    return _back(request, pk)


def _back(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of the message, under the filter that its address had."""
    query = request.GET.urlencode()
    return redirect(reverse("web:message", args=[pk]) + (f"?{query}" if query else ""))


@require_http_methods(["GET", "POST"])
@permission_required("inbox.asked")
def inbox_settings(request: HttpRequest) -> HttpResponse:
    """For how long «Беру» holds, and when a resident waits for long."""
    me = person_of(request)
    form = InboxForm(request.POST or None, settings=settings_of_inbox(me.administration))
    if request.method == "POST" and form.is_valid():
        set_inbox(by=me, **form.cleaned_data)
        messages.success(request, "Запомнили.")
        return redirect("web:inbox")
    return render(request, "inbox/settings.html", {"form": form}, status=422 if form.errors else 200)
