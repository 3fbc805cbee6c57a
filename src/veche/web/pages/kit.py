"""All page components in both themes, for tests. Only in the demo."""

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from veche.networks.registry import NETWORKS
from veche.web.faces import FACES

SWATCHES = [
    "page",
    "surface",
    "sunken",
    "line",
    "control",
    "ink",
    "ink-2",
    "ink-3",
    "accent",
    "accent-solid",
    "accent-tint",
    "ok",
    "warn",
    "bad",
    "info",
    "freeze",
]
SIZES = (36, 26, 20, 17, 15, 14, 13, 12)
NORM = (("done", "вышла"), ("done", "вышла"), ("plan", "ср, 12:30"), ("plan", "чт, 18:00"), ("miss", "не хватает"))
DIFF = (
    (
        {"kind": "", "text": "Завтра, в четверг, в "},
        {"kind": "del", "text": "17:00"},
        {"kind": "", "text": " "},
        {"kind": "ins", "text": "18:00"},
        {"kind": "", "text": " Глава города выйдет в прямой эфир."},
    ),
)


class KitForm(forms.Form):
    """One valid field, one with an error."""

    hour = forms.CharField(label="Время", initial="12:00", help_text="по времени города")
    code = forms.RegexField(r"^\d{6}$", label="Код", error_messages={"invalid": "Код уже сменился, введите новый"})


@login_not_required
@require_safe
def kit(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    themes = [
        {"name": name, "title": title, "form": KitForm({"hour": "12:00", "code": "482 913"}, auto_id=f"{name}_%s")}
        for name, title in (("light", "Светлая"), ("dark", "Тёмная"))
    ]
    parts = {
        "themes": themes,
        "swatches": SWATCHES,
        "sizes": SIZES,
        "states": list(FACES),
        "networks": list(NETWORKS),
        "norm": [{"kind": kind, "word": word} for kind, word in NORM],
        "diff": DIFF,
    }
    return render(request, "web/kit.html", parts)
