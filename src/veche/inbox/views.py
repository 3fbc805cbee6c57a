"""Views of the inbox alone; its screen is in web/pages/inbox.py."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veche.inbox.domain import gaps, stuck
from veche.inbox.domain.asked_often import set_asked, settings_of
from veche.inbox.domain.pictures import DRAWN, kept_bytes
from veche.inbox.errors import InboxError
from veche.inbox.forms import AskedForm
from veche.inbox.models import Answer, Gap, MessagePicture
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
