"""Who was told what. A row guarantees that nobody is told twice."""

from django.conf import settings
from django.db import models

from veche.accounts.models import Account, PageChange
from veche.alarms.enums import About, AlarmState
from veche.journal.models import Entry
from veche.outbox.models import Act, PostDivergence
from veche.staff.tenancy import Owned


class Alarm(Owned):
    """One person, one object, one problem.

    The object is an act, a divergence, a page change, a journal entry about access, or journal and copies, of which an
    administration has one. `letter`: the letter that carries this row and others.
    """

    act = models.ForeignKey(Act, models.CASCADE, related_name="alarms", null=True)
    divergence = models.ForeignKey(PostDivergence, models.CASCADE, related_name="alarms", null=True)
    alteration = models.ForeignKey(PageChange, models.CASCADE, related_name="alarms", null=True)
    # Without a constraint, like the journal's own keys: nothing holds on to its table.
    entry = models.ForeignKey(Entry, models.DO_NOTHING, db_constraint=False, related_name="alarms", null=True)
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
            models.UniqueConstraint(fields=("divergence", "person"), name="alarms_once_of_a_divergence"),
            models.UniqueConstraint(fields=("alteration", "person"), name="alarms_once_of_an_alteration"),
            models.UniqueConstraint(fields=("entry", "person"), name="alarms_once_of_an_entry"),
            models.UniqueConstraint(
                fields=("administration", "person"),
                condition=models.Q(about=About.JOURNAL),
                name="alarms_once_of_the_journal",
            ),
            models.UniqueConstraint(
                fields=("administration", "person"),
                condition=models.Q(about=About.COPIES),
                name="alarms_once_of_the_copies",
            ),
            models.CheckConstraint(
                condition=models.Q(act__isnull=False, divergence=None, alteration=None, entry=None)
                | models.Q(act=None, divergence__isnull=False, alteration=None, entry=None)
                | models.Q(act=None, divergence=None, alteration__isnull=False, entry=None)
                | models.Q(act=None, divergence=None, alteration=None, entry__isnull=False)
                | models.Q(
                    act=None, divergence=None, alteration=None, entry=None, about__in=(About.JOURNAL, About.COPIES)
                ),
                name="alarms_about_one_thing",
            ),
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
        thing = self.act_id or self.divergence_id or self.alteration_id or self.entry_id
        return f"{self.get_about_display()}: {thing or self.about}"

    @property
    def account(self) -> Account:
        if self.alteration is not None:
            return self.alteration.account
        return self.about_act.account

    @property
    def about_act(self) -> Act:
        """Whether the object is an act or a divergence."""
        act = self.act or (self.divergence.act if self.divergence else None)
        if act is None:
            raise LookupError("neither a change of the page nor an entry is about an act")
        return act
