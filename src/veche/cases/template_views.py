"""«Заготовки»: the list of ready-made answers, and one of them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from veche.cases.domain.templates import archive_template, save_template, templates_of
from veche.cases.errors import CaseError
from veche.cases.forms import TemplateForm
from veche.cases.models import AnswerTemplate
from veche.staff.access import own_allowed, permission_required, person_of


@require_http_methods(["GET", "POST"])
@permission_required("cases.work")
def templates(request: HttpRequest) -> HttpResponse:
    """The list, with the form of a new one below."""
    return _page(request, None)


@require_http_methods(["GET", "POST"])
def template(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, own_allowed(request, AnswerTemplate, "cases.work", pk=pk))


@require_POST
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    found = own_allowed(request, AnswerTemplate, "cases.work", pk=pk)
    archive_template(template=found, by=person_of(request))
    messages.success(request, f"Убрали «{found.name}». Ответы, которые с неё начали, на месте.")
    return redirect("cases:templates")


def _page(request: HttpRequest, found: AnswerTemplate | None) -> HttpResponse:
    me = person_of(request)
    form = TemplateForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("name", "text")}
        try:
            made = save_template(administration=me.administration, by=me, template=found, **said)
        except CaseError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, f"Сохранили «{made.name}». Она есть в форме ответа каждого дела.")
            return redirect("cases:templates")
    context = {"form": form, "template": found, "rows": templates_of(me.administration)}
    return render(request, "cases/templates.html", context, status=422 if form.is_bound else 200)
