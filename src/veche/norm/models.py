"""At least five publications a week (clause 2.1): a recommendation, so it warns and never blocks."""

from django.db import models

from veche.staff.tenancy import Owned


def counted_categories() -> list[str]:
    return ["activity", "important"]


class Norm(Owned):
    """`categories`: values of `plan.PostCategory` that count.

    The decree does not say whether five are meant in all or for each account: a publication counts once, and the week's
    page also shows each account's number.
    """

    minimum = models.PositiveSmallIntegerField("записей в неделю", default=5)
    categories = models.JSONField(default=counted_categories)
    valid_from = models.DateField("с")

    class Meta:
        ordering = ("-valid_from",)
        constraints = (models.UniqueConstraint(fields=("administration", "valid_from"), name="norm_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.minimum} в неделю"
