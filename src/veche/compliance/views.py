"""«Проверка записей»: official registers, loaded, shown before they take effect, and taken as a whole."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from veche.compliance.domain import files
from veche.compliance.domain.registers import register_states, settings_of
from veche.compliance.domain.settings import set_election, set_families, set_old_after
from veche.compliance.errors import ComplianceError
from veche.compliance.forms import FAMILY_WORDS, ElectionForm, FamiliesForm, OldAfterForm, RegisterForm
from veche.compliance.models import LoadedRegister
from veche.kernel.clock import today
from veche.kit.downloads import download
from veche.preflight.registers.apart import read_rows_apart
from veche.preflight.registers.file import RegisterRefused, sample_file
from veche.staff.access import may, own_allowed, permission_required, person_of


@require_GET
@permission_required("compliance.see")
def checks(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_http_methods(["GET", "POST"])
@permission_required("compliance.load")
def load(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    here = today(me.administration.time_zone)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = RegisterForm(*sent, today=here)
    if form.is_valid() and _read(request, form):
        return redirect("compliance:preview")
    context = {"form": form, "kept": files.kept_file(me)}
    return render(request, "compliance/load.html", context, status=422 if form.errors else 200)


@require_GET
@permission_required("compliance.load")
def sample(_request: HttpRequest) -> HttpResponse:
    return download(sample_file(), "veche-register.csv", "text/csv; charset=utf-8")


@require_GET
@permission_required("compliance.load")
def preview(request: HttpRequest) -> HttpResponse:
    kept = files.kept_file(person_of(request))
    if kept is None:
        return redirect("compliance:load")
    return render(request, "compliance/preview.html", {"preview": files.preview_of(kept), "file": kept})


@require_POST
@permission_required("compliance.load")
def take(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    kept = files.kept_file(me)
    if kept is None:
        messages.warning(request, "Файла уже нет: его взяли или убрали. Действующие реестры ниже.")
        return redirect("compliance:checks")
    try:
        files.take_file(by=me, file=kept, digest=request.POST.get("digest", ""), sure="sure" in request.POST)
    except ComplianceError as error:
        messages.error(request, str(error))
        return redirect("compliance:preview")
    messages.success(request, "Реестр взяли. Все проверки записей уже идут по нему.")
    return redirect("compliance:checks")


@require_POST
@permission_required("compliance.load")
def discard(request: HttpRequest) -> HttpResponse:
    if kept := files.kept_file(person_of(request)):
        files.discard_file(kept)
    return redirect("compliance:checks")


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    register = own_allowed(request, LoadedRegister, "compliance.load", pk=pk)
    files.withdraw_register(by=person_of(request), register=register)
    messages.success(request, "Реестр убрали. Если до него был другой, снова действует тот.")
    return redirect("compliance:checks")


@require_POST
@permission_required("compliance.load")
def change_old_after(request: HttpRequest) -> HttpResponse:
    form = OldAfterForm(request.POST)
    if not form.is_valid():
        return _page(request, old_after=form, status=422)
    set_old_after(by=person_of(request), days=form.cleaned_data["days"])
    messages.success(request, "Срок сменили.")
    return redirect("compliance:checks")


@require_POST
@permission_required("compliance.tune")
def change_families(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    form = FamiliesForm(request.POST, settings=settings_of(me.administration))
    if not form.is_valid():
        return _page(request, families=form, status=422)
    set_families(by=me, checked=form.cleaned_data["checked"])
    messages.success(request, "Записали, что проверяем. Это видно в журнале.")
    return redirect("compliance:checks")


@require_POST
@permission_required("compliance.tune")
def change_election(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    form = ElectionForm(request.POST, settings=settings_of(me.administration))
    if not form.is_valid():
        return _page(request, election=form, status=422)
    set_election(by=me, **form.said)
    messages.success(request, "Дни выборов записали. Это видно в журнале.")
    return redirect("compliance:checks")


def _read(request: HttpRequest, form: RegisterForm) -> bool:
    """Read the file and keep it for the preview; False if it is refused, with the reason in the form."""
    file, dated = form.cleaned_data["file"], form.cleaned_data["dated"]
    name = str(file.name)
    try:
        read = read_rows_apart(file.read(), name=name)
        files.refuse_cut(read, name)
    except RegisterRefused as error:
        form.add_error("file", str(error))
        return False
    newest = files.newest_day(read)
    if newest and newest > dated:
        form.add_error("dated", f"В файле есть строка от {newest:%d.%m.%Y}: список не может быть старше неё.")
        return False
    files.keep_file(by=person_of(request), name=name, dated=dated, read=read)
    return True


def _page(
    request: HttpRequest,
    *,
    old_after: OldAfterForm | None = None,
    families: FamiliesForm | None = None,
    election: ElectionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    me = person_of(request)
    city, loads, tunes = me.administration, may(me, "compliance.load"), may(me, "compliance.tune")
    settings = settings_of(city)
    days = settings.old_after_days
    context = {
        "states": register_states(city),
        "days": days,
        "settings": settings,
        "checked": [words for family, words in FAMILY_WORDS if family not in settings.skipped],
        "old_after": (old_after or OldAfterForm(initial={"days": days})) if loads else None,
        "families": (families or FamiliesForm(settings=settings)) if tunes else None,
        "election": (election or ElectionForm(settings=settings)) if tunes else None,
        "kept": files.kept_file(me) if loads else None,
    }
    return render(request, "compliance/checks.html", context, status=status)
