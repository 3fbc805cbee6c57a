"""«В поручение»: what somebody sent to the bot becomes part of an open request."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from veche.alarms.domain.parcels import SORTED_OUT
from veche.alarms.enums import ParcelState
from veche.alarms.models import Parcel
from veche.requests.domain.from_tray import requests_for, take_parcel
from veche.requests.errors import RequestError
from veche.requests.forms import ParcelForm
from veche.staff.access import own_allowed, person_of


@require_http_methods(["GET", "POST"])
def from_tray(request: HttpRequest, pk: int) -> HttpResponse:
    parcel = own_allowed(request, Parcel, "requests.from_tray", pk=pk)
    if parcel.state != ParcelState.TRAY:
        return _sorted_out(request)
    me = person_of(request)
    form = ParcelForm(request.POST if request.method == "POST" else None, requests=requests_for(parcel))
    if request.method == "POST" and form.is_valid():
        try:
            taken = take_parcel(request=form.cleaned_data["to"], parcel=parcel, by=me)
        except RequestError as error:
            form.add_error(None, str(error))
        else:
            if not taken:
                return _sorted_out(request)
            messages.success(request, "Приложили к поручению.")
            return redirect("requests:detail", form.cleaned_data["to"].pk)
    context = {"form": form, "parcel": parcel}
    return render(request, "requests/from_tray.html", context, status=422 if form.errors else 200)


def _sorted_out(request: HttpRequest) -> HttpResponse:
    messages.info(request, SORTED_OUT)
    return redirect("alarms:tray")
