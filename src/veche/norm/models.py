"""At least five publications a week (clause 2.1): a recommendation, so it warns and never blocks."""

from django.db import models

from veche.norm.enums import Reposts
from veche.staff.tenancy import Owned


def counted_categories() -> list[str]:
    return ["activity", "important"]


class Norm(Owned):
    """`categories`: values of `plan.PostCategory` that count; `uncounted_formats`: of `plan.Format` that do not.

    The decree does not say whether five are meant in all or for each account. `each` False: a publication counts once
    for all accounts; True: each account owes its own number, `numbers` by its id (`domain.owing.number_of`), and each
    delivery counts.
    """

    minimum = models.PositiveSmallIntegerField("записей в неделю", default=5)
    categories = models.JSONField(default=counted_categories)
    uncounted_formats = models.JSONField(default=list)
    reposts = models.CharField(max_length=10, choices=Reposts.choices, default=Reposts.APART)
    each = models.BooleanField(default=False)
    numbers = models.JSONField(default=dict)
    valid_from = models.DateField("с")

    class Meta:
        ordering = ("-valid_from",)
        constraints = (models.UniqueConstraint(fields=("administration", "valid_from"), name="norm_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.minimum} в неделю"
