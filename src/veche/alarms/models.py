"""Who was told what. A row guarantees that nobody is told twice."""

from django.conf import settings
from django.db import models

from veche.alarms.enums import AlarmState
from veche.alarms.news import kinds
from veche.staff.tenancy import Owned


class Alarm(Owned):
    """One person, one subject, one kind of news (`news.py`).

    `subject`: the id of a row of the room that registered the kind; 0 for a thing of which an administration has one.
    `letter`: the letter that carries this row and others.
    """

    kind = models.CharField(max_length=60, choices=kinds, db_column="about")
    subject = models.BigIntegerField(default=0)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    state = models.CharField(max_length=12, choices=AlarmState.choices, default=AlarmState.WAITING)
    letter = models.UUIDField(null=True)
    tries = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)
    next_try_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            # Kind and subject first: the schedule asks for each thing whether it has been told.
            models.UniqueConstraint(fields=("kind", "subject", "person", "administration"), name="alarms_told_once"),
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
        return f"{self.get_kind_display()}: {self.subject or self.kind}"
