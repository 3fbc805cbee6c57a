"""The first rows of an installation: the administration, and an invitation for its first person."""

from collections.abc import Mapping

from django.conf import settings
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, transaction
from django.urls import reverse

from veche.config.prepare import prepare
from veche.staff.domain.found import found_administration
from veche.staff.domain.invite import invite
from veche.staff.enums import Role
from veche.staff.models import Administration
from veche.upkeep.questions import CannotBegin


def first_person(answers: Mapping[str, str]) -> str:
    """The invitation link. Raises `CannotBegin` if the database has an administration."""
    try:
        prepare()
    except DatabaseError:
        raise CannotBegin("База не отвечает, ничего не заведено. Проверьте VECHE_DATABASE_URL и саму базу.") from None
    except SystemCheckError as error:
        raise CannotBegin(f"{error}\nНичего не заведено.") from None
    with transaction.atomic():
        if Administration.objects.exists():
            raise CannotBegin("В этой базе администрация уже есть, ничего не изменено. Проверьте VECHE_DATABASE_URL.")
        return found_with_a_person(answers)


def found_with_a_person(answers: Mapping[str, str]) -> str:
    """Add an administration and return its first person's link. Raises `StaffError`; nothing is added then."""
    with transaction.atomic():
        city = found_administration(
            name=answers["administration"], city=answers["city"], time_zone=answers["time-zone"]
        )
        made = invite(
            by=None, administration=city, email=answers["email"], display_name=answers["person"], role=Role.IT
        )
    return f"{settings.ORIGIN}{reverse('staff:accept_invite', args=[made.secret.reveal()])}"
