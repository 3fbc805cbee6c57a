"""Permission checks, which every view and verb calls first.

A view reads its object with `own_allowed`: an object of another administration is 404, a forbidden action 403. Both are
tested by tests/security/access_table.py.
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
    """Raise PermissionDenied (403), or Http404 for an object of another administration.

    An unknown permission is a bug and raises KeyError.
    """
    if not rules.perm_exists(permission):
        raise KeyError(permission)
    if not same_administration.test(person, obj):
        raise Http404
    if not rules.has_perm(permission, person, obj):
        raise PermissionDenied("Это может сделать другой сотрудник. Если так не должно быть, скажите отделу ИТ.")


def may(person: Person, permission: str, obj: models.Model | None = None) -> bool:
    """Whether the person has the permission, for templates and menus."""
    return bool(rules.has_perm(permission, person, obj))


def person_of(request: HttpRequest) -> Person:
    """As whom the signed-in person works, typed; views behind SignInRequired only.

    On pages of the sign-in library `request.user` is the row that signs in (`middleware.SecondFactorMiddleware`).
    """
    person = getattr(request, "works_as", request.user)
    if not isinstance(person, Person):
        raise PermissionDenied("Войдите, чтобы продолжить.")
    return person


def own_or_404[Row: models.Model](request: HttpRequest, model: type[Row], **lookup: object) -> Row:
    """The row of the person's own administration, or 404. Works with every manager that has `of`."""
    scoped = cast("OwnedQuerySet[Row]", model._default_manager)  # noqa: SLF001 -- documented by Django
    person = person_of(request)
    row = get_object_or_404(scoped.of(person.administration_id), **lookup)
    if isinstance(row, Owned):
        row.administration = person.administration  # the same row, read once for a request
    return row


def own_allowed[Row: models.Model](request: HttpRequest, model: type[Row], permission: str, **lookup: object) -> Row:
    """The row of the person's own administration, or 404; 403 without the permission."""
    row = own_or_404(request, model, **lookup)
    authorise(person_of(request), permission, row)
    return row


def permission_required[**P](permission: str) -> Callable[[View[P]], View[P]]:
    """Decorator for views without an object; others use `own_allowed`."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            authorise(person_of(request), permission)
            return view(request, *args, **kwargs)

        return guarded

    return decorate
