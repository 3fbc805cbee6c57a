"""Which version goes to which account when (clause 2.2)."""

from django.db import models

from veche.accounts.models import Account
from veche.outbox.models import Act
from veche.posts.models import PostVersion
from veche.staff.tenancy import Owned


class Delivery(Owned):
    """One version to one account, once; the act of the outbox carries it out."""

    version = models.ForeignKey(PostVersion, models.PROTECT, related_name="deliveries")
    account = models.ForeignKey(Account, models.PROTECT, related_name="deliveries")
    act = models.OneToOneField(Act, models.PROTECT, related_name="delivery")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("version", "account"), name="publishing_delivery_once"),)

    def __str__(self) -> str:
        return f"{self.version} → {self.account}"
