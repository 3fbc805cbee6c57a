"""Password reset links, created when the letter is written, so that no table holds them."""

import uuid

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse

from veche.journal.domain.record import record
from veche.staff.domain import link_letters
from veche.staff.domain.mail import compose, is_set_up
from veche.staff.domain.password_letters import note_password_letter
from veche.staff.domain.private_links import facts_of_trust
from veche.staff.domain.sessions import forget_sessions_everywhere
from veche.staff.domain.sign_in import person_by_email
from veche.staff.models import Person

SEND_LINK = "veche.staff.tasks.send_link"


def ask_for_link(email: str) -> None:
    """Enqueue the letter; takes the same time for unknown addresses."""
    person = person_by_email(email)
    if is_set_up():
        link_letters.enqueue(SEND_LINK, person.pk if person is not None and person.is_active else None)


def send_link(person: Person, *, tries: int) -> None:
    link_letters.send(person, lambda letter: _letter(person, letter), note_password_letter, path=SEND_LINK, tries=tries)


def _letter(person: Person, letter: uuid.UUID) -> EmailMessage:
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(person), key])
    body = (
        "Кто-то, скорее всего вы, попросил новый пароль для входа в Вече. Задать его: %(url)s\n\n"
        "Ссылка сработает один раз. Если просили не вы, ничего не делайте: прежний пароль действует.\n"
        "Ответ на это письмо никто не прочтёт.\n"
    )
    return compose(
        to=person.email,
        subject="Вече: новый пароль",
        body=body % {"url": settings.ORIGIN + path},
        letter=letter,
    )


def set_password_at_the_server(*, person: Person, password: str) -> None:
    """Set a password from the command line. Ends all sessions of the person."""
    with transaction.atomic():
        row = Person.objects.of(person.administration_id).select_for_update(of=("self",)).get(pk=person.pk)
        row.set_password(password)
        row.save(update_fields=["password"])
        forget_sessions_everywhere(row)
        facts = facts_of_trust(row)
        record(administration=row.administration, actor=None, verb="staff.password_set", obj=row, facts=facts)
