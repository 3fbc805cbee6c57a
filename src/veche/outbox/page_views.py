"""«Страница»: change how an account looks in its network, by acts or by cards for a person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from veche.accounts.models import Account
from veche.networks.registry import NETWORKS
from veche.outbox.domain.page import last_changes, plan_profile_changes
from veche.outbox.errors import OutboxError
from veche.outbox.message_views import say_sent
from veche.outbox.page_forms import PageForm
from veche.staff.access import own_allowed, person_of


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show and change the page. With htmx render only the card of changes, which the page polls."""
    shown = own_allowed(request, Account, "outbox.look", pk=pk)
    me = person_of(request)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PageForm(*sent, account=shown)
    if request.method == "POST" and form.is_valid():
        try:
            planned = plan_profile_changes(account=shown, acts=form.wanted(), by=me)
        except OutboxError as error:
            form.add_error(None, str(error))
        else:
            say_sent(request, planned, "Приняли. Как это прошло, видно на этой странице.")
            return redirect("outbox:account_page", pk)
    changed = last_changes(shown)
    context = {
        "account": shown,
        "form": form,
        "ways": [way for way in form.ways.values() if way.mode != "auto"],
        "most": NETWORKS[shown.network].page_limits.description,
        "changed": changed,
        "moves": any(one.moves for one in changed),
        "zone": me.administration.time_zone,
    }
    part = "#changed" if getattr(request, "htmx", False) else ""
    return render(request, f"outbox/page.html{part}", context, status=422 if form.errors else 200)
