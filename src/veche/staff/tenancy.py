"""The tenant is the administration: every row belongs to one, and every query says which.

Views, forms and verbs start from `Model.objects.of(administration)`. `unscoped()` is for the named exceptions (a task
that has only an id, reconcile, the schedule); tests/security/test_tenancy.py keeps the list.
"""

from typing import Self

from django.db import models


class OwnedQuerySet[Row: models.Model](models.QuerySet[Row]):
    def of(self, administration: models.Model | int | models.OuterRef) -> Self:
        """Rows of one administration; `OuterRef`: of that of the row of an outer query."""
        return self.filter(administration=administration)

    def unscoped(self) -> Self:
        return self.all()


class Owned(models.Model):
    # Without an index of its own: SQLite keeps no statistics and would take it for the best in every query, though all
    # rows of an installation may belong to one administration. Tables that grow name it first in an index of their own.
    administration = models.ForeignKey("staff.Administration", models.PROTECT, related_name="+", db_index=False)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        abstract = True
