"""The one question every view and verb asks before it does anything.

A view looks its object up with `own_allowed`. Another administration's object is simply not there: 404. What is there
but may not be done is 403. Both stand in tests/security/access_table.py.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, cast

import rules
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from veche.staff.models import Person
from veche.staff.rules import same_administration
from veche.staff.tenancy import Owned, OwnedQuerySet

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def authorise(person: Person, permission: str, obj: models.Model | None = None) -> None:
    """Raises PermissionDenied (403), or Http404 for an object of another administration that got this far.

    An unknown permission is a mistake of the programmer and raises KeyError.
    """
    if not rules.perm_exists(permission):
        raise KeyError(permission)
    if not same_administration.test(person, obj):
        raise Http404
    if not rules.has_perm(permission, person, obj):
        raise PermissionDenied("Это может сделать другой сотрудник. Если так не должно быть, скажите отделу ИТ.")


def may(person: Person, permission: str, obj: models.Model | None = None) -> bool:
    """For templates and menus: whether the button should be there at all."""
    return bool(rules.has_perm(permission, person, obj))


def person_of(request: HttpRequest) -> Person:
    """The signed-in person, typed; views behind SignInRequired only."""
    if not isinstance(request.user, Person):
        raise PermissionDenied("Войдите, чтобы продолжить.")
    return request.user


def own_or_404[Row: models.Model](request: HttpRequest, model: type[Row], **lookup: object) -> Row:
    """The row of the person's own administration, or 404. Every manager of ours knows the word `of`."""
    scoped = cast("OwnedQuerySet[Row]", model._default_manager)  # noqa: SLF001 -- documented by Django
    person = person_of(request)
    row = get_object_or_404(scoped.of(person.administration_id), **lookup)
    if isinstance(row, Owned):
        row.administration = person.administration  # the same row, read once for a request
    return row


def own_allowed[Row: models.Model](request: HttpRequest, model: type[Row], permission: str, **lookup: object) -> Row:
    """The row of the person's own administration, or 404; 403 where the person may not do this with it."""
    row = own_or_404(request, model, **lookup)
    authorise(person_of(request), permission, row)
    return row


def permission_required[**P](permission: str) -> Callable[[View[P]], View[P]]:
    """For a view without an object; one with it begins with `own_allowed`."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            authorise(person_of(request), permission)
            return view(request, *args, **kwargs)

        return guarded

    return decorate
