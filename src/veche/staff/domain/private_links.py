"""Invitation links that go by letter: where mail is set up, and those of a publishing role, which IT may not see.

The link is created when its letter is written, so that no table holds it; without a mail server `veche manage
invite_link` prints it.
"""

import hashlib
import secrets
import uuid
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.urls import reverse

from veche.kernel import clock
from veche.kernel.crypto import Secret
from veche.staff.domain import link_letters
from veche.staff.domain.invite_letters import note_letter
from veche.staff.domain.mail import compose, is_set_up
from veche.staff.enums import NEEDS_CONFIRMATION, Role
from veche.staff.models import Appointment, Deputy, Grant, Invite, Person

SEND_INVITE_LINK = "veche.staff.tasks.send_invite_link"

# The gravest first: the journal names one role.
_BY_WEIGHT = (Role.HEAD, Role.PRESS_HEAD, Role.DEPUTY_HEAD, Role.PRESS_OFFICER)


def role_of_trust(person: Person) -> Role | None:
    """The gravest role needing confirmation that the person has, will have or waits for; None if there is none."""
    city, today = person.administration_id, clock.today(person.administration.time_zone)
    still = (Q(until=None) | Q(until__gte=today)) & Q(role__in=NEEDS_CONFIRMATION)
    rows = (
        Appointment.objects.of(city).filter(still, person=person),
        Deputy.objects.of(city).filter(still, stand_in=person),
        Grant.objects.of(city).filter(person=person, role__in=NEEDS_CONFIRMATION, second_step=False),
    )
    found = {Role(value) for one in rows for value in one.values_list("role", flat=True)}
    return next((role for role in _BY_WEIGHT if role in found), None)


def facts_of_trust(person: Person) -> dict[str, str]:
    """Journal facts: the role whose confirmers are informed."""
    role = role_of_trust(person)
    return {"role": str(role)} if role else {}


def digest(secret: str) -> str:
    """A plain hash suffices: the secret is 256 random bits."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def hide_link(person: Person) -> None:
    """End the open link, which IT may have seen, and send another by letter. The caller holds the transaction."""
    if _replace_secret(person) is not None and is_set_up():
        link_letters.enqueue(SEND_INVITE_LINK, person.pk)


def send_link(person: Person, *, tries: int) -> None:
    """Send the open invitation's link; nothing happens if no invitation is open.

    A repeated try ends no link that was shown meanwhile: only an invitation whose letter failed gets another.
    """
    secret = _replace_secret(person, whose_letter_failed=tries > 0)
    if secret is None:
        return
    note = partial(note_letter, secret_sha256=digest(secret.reveal()))
    link_letters.send(person, lambda letter: _letter(person, secret, letter), note, path=SEND_INVITE_LINK, tries=tries)


def link_of(secret: Secret) -> str:
    return str(settings.ORIGIN) + reverse("staff:accept_invite", args=[secret.reveal()])


def _replace_secret(person: Person, *, whose_letter_failed: bool = False) -> Secret | None:
    """The new secret; None if no invitation is open, or none whose letter failed."""
    secret = secrets.token_urlsafe(32)
    open_now = Invite.objects.of(person.administration_id).filter(person=person, used_at=None)
    if whose_letter_failed:
        open_now = open_now.exclude(trouble="")
    return Secret(secret) if open_now.update(secret_sha256=digest(secret)) else None


def _letter(person: Person, secret: Secret, letter: uuid.UUID) -> EmailMessage:
    body = (
        "Вас пригласили в Вече, где ведут страницы администрации в соцсетях. Придумать пароль: %(url)s\n\n"
        "Ссылка сработает один раз и только в ближайшие три дня. Не пересылайте её: кто откроет, тот и войдёт как вы.\n"
        "Ответ на это письмо никто не прочтёт.\n"
    )
    return compose(to=person.email, subject="Вече: приглашение", body=body % {"url": link_of(secret)}, letter=letter)
