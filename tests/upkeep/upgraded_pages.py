"""Open every page without arguments, and the newest object of each kind, as every role, on a real data folder.

`python -m tests.upkeep.upgraded_pages` prints JSON: {role: {path: status}}, without refused pages.
"""

import json
import sys
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from veche.staff.models import Person

LISTS = ("/", "/week/", "/posts/", "/inbox/", "/inbox/deletions/", "/outbox/", "/approval/", "/journal/", "/accounts/")


def main() -> None:
    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    from veche.staff.models import Appointment

    opened = {appointment.role: _opened(appointment.person) for appointment in Appointment.objects.order_by("pk")}
    json.dump(opened, sys.stdout)


def _opened(person: "Person") -> dict[str, int]:
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from tests.people import client_of

    if not Authenticator.objects.filter(user=person).exists():
        TOTP.activate(person, generate_totp_secret())
    browser = client_of(person)
    statuses = {path: browser.get(path).status_code for path in (*LISTS, *_details())}
    return {path: status for path, status in statuses.items() if status != 403}


def _details() -> list[str]:
    from django.urls import reverse

    from veche.inbox.models import Message
    from veche.moderation.models import Evidence
    from veche.outbox.enums import ActState
    from veche.outbox.models import Act
    from veche.posts.models import Post

    acts = [Act.objects.filter(state=state).order_by("-pk").first() for state in ActState]
    return [
        *(f"/outbox/{act.pk}/" for act in acts if act),
        *(f"/posts/{post.pk}/" for post in Post.objects.order_by("-pk")[:2]),
        *(f"/inbox/{message.pk}/" for message in Message.objects.order_by("-pk")[:2]),
        *(
            reverse("moderation:evidence", args=[row.ruling_id])
            for row in Evidence.objects.exclude(ruling=None).order_by("-pk")[:2]
        ),
    ]


if __name__ == "__main__":
    main()
