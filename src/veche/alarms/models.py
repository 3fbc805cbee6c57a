"""Who is told of what. The row is the promise that nobody is told twice."""

from django.conf import settings
from django.db import models

from veche.alarms.enums import About, AlarmState
from veche.outbox.models import Act
from veche.staff.tenancy import Owned


class Alarm(Owned):
    """One person, one act, one misfortune. `letter`: the one letter that carries this row, shared by its neighbours."""

    act = models.ForeignKey(Act, models.CASCADE, related_name="alarms")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    about = models.CharField(max_length=12, choices=About.choices)
    state = models.CharField(max_length=12, choices=AlarmState.choices, default=AlarmState.WAITING)
    letter = models.UUIDField(null=True)
    tries = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)
    next_try_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("act", "person", "about"), name="alarms_once"),
            models.CheckConstraint(condition=models.Q(state__in=AlarmState.values), name="alarms_state"),
        )
        indexes = (
            models.Index(
                fields=("next_try_at",),
                condition=models.Q(state__in=(AlarmState.WAITING, AlarmState.SENDING)),
                name="alarms_ahead",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_about_display()}: {self.act_id}"
