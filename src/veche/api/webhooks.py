"""Webhooks of the networks: `POST /hooks/<network>/<path>/`.

An event is stored before «ok» is answered; earlier failures answer an error, so that the network sends it again. An
event that cannot be parsed would be resent for ever, so it is accepted and a person is told. The path is a secret: an
unknown one is 404.
"""

import logging

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from veche.accounts.domain.clients import open_for_webhook
from veche.accounts.models import Account
from veche.inbox.domain.receive import note_gap, receive
from veche.kernel.crypto import CryptoError
from veche.networks.protocol import WebhookRefused, WebhookRequest

log = logging.getLogger(__name__)
LARGEST = 1024 * 1024
# Of an account's many columns; networks send hundreds of calls in a second.
NEEDED = (
    "administration_id",
    "network",
    "remote_id",
    "linked_group_id",
    "username",
    "webhook_path",
    "webhook_secret",
    "webhook_confirmation",
)


@login_not_required
@csrf_exempt
@require_POST
def hook(request: HttpRequest, network: str, path: str) -> HttpResponse:
    """Read the body and look up the account in every case, so that unknown paths take the same time."""
    body = request.read(LARGEST + 1)
    # No session stands behind a network's call: the account is found by the path alone.
    account = (
        Account.objects.unscoped().only(*NEEDED).filter(webhook_path=path, network=network, closed_at=None).first()
    )
    if len(body) > LARGEST:
        return _say("too large", 413)
    if account is None:
        return _say("not found", 404)
    return _take(account, WebhookRequest(body, dict(request.headers)))


def _take(account: Account, request: WebhookRequest) -> HttpResponse:
    try:
        answer = open_for_webhook(account).parse_webhook(request)
    except WebhookRefused as refused:
        log.warning("webhook refused", extra={"account": account.pk, "why": str(refused)})
        return _say("forbidden", 403)
    except CryptoError:
        log.exception("webhook cannot be checked", extra={"account": account.pk})
        return _say("try later", 503)
    receive(account=account, events=answer.events)
    if answer.gap:
        note_gap(account, answer.gap)
    return _say(answer.body, answer.status)


def _say(body: str, status: int) -> HttpResponse:
    return HttpResponse(body, status=status, content_type="text/plain; charset=utf-8")
