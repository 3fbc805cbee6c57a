"""The tenant is the administration: every row belongs to one, and every query says which.

Views, forms and verbs start from `Model.objects.of(administration)`. `unscoped()` is for the named exceptions (a task
that has only an id, reconcile, the schedule); tests/security/test_tenancy.py keeps the list.
"""

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from veche.staff.models import Administration


class OwnedQuerySet[Row: models.Model](models.QuerySet[Row]):
    def of(self, administration: "Administration | int") -> Self:
        return self.filter(administration=administration)

    def unscoped(self) -> Self:
        return self.all()


class Owned(models.Model):
    administration = models.ForeignKey("staff.Administration", models.PROTECT, related_name="+")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        abstract = True
