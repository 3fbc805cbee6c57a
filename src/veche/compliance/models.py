"""What posts are checked against before they go out (clause 2.2): official registers and the settings of the checks."""

from django.db import models
from django.db.models import Q

from veche.compliance.enums import RegisterKind
from veche.staff.models import Person
from veche.staff.tenancy import Owned

USUAL_OLD_DAYS = 90


class LoadedRegister(Owned):
    """A register as it was loaded. The newest of its kind that was not withdrawn is in force.

    `dated`: the day of the official list, as the person who loaded it says. `entries`: packed, see
    `domain/packing.py`; `sha256` is theirs. `flaws`: the first rows that were not understood, [line, why].
    """

    kind = models.CharField(max_length=16, choices=RegisterKind.choices)
    dated = models.DateField()
    file_name = models.CharField(max_length=200)
    loaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField()
    rows = models.PositiveIntegerField()
    flaws = models.JSONField(default=list)
    flaw_count = models.PositiveIntegerField(default=0)
    entries = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=RegisterKind.values), name="compliance_register_kind"),
        )
        indexes = (
            models.Index(
                fields=("administration", "kind"), condition=Q(withdrawn_at=None), name="compliance_register_living"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.dated:%d.%m.%Y}"


class RegisterFile(Owned):
    """A file that was read and waits for a yes; one for each person who loads.

    `kinds`: number of rows by kind. `newest`: the newest day in its rows.
    """

    loaded_by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    loaded_at = models.DateTimeField()
    file_name = models.CharField(max_length=200)
    dated = models.DateField()
    newest = models.DateField(null=True)
    kinds = models.JSONField()
    notes = models.JSONField(default=list)
    flaws = models.JSONField(default=list)
    flaw_count = models.PositiveIntegerField(default=0)
    entries = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("loaded_by",), name="compliance_file_once"),)

    def __str__(self) -> str:
        return self.file_name


class CheckSettings(Owned):
    """How an administration checks its posts; without a row as the defaults say.

    `registers`: SHA-256 of the register in force by kind: a check knows by one row whether its index is current.
    `skipped`: families of `preflight` that are not checked. `voting_first`, `voting_last`: both or none. `candidates`:
    their names.
    """

    old_after_days = models.PositiveSmallIntegerField(default=USUAL_OLD_DAYS)
    registers = models.JSONField(default=dict)
    skipped = models.JSONField(default=list)
    voting_first = models.DateField(null=True)
    voting_last = models.DateField(null=True)
    campaign_from = models.DateField(null=True)
    candidates = models.JSONField(default=list)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("administration",), name="compliance_settings_once"),)

    def __str__(self) -> str:
        return f"{self.administration_id}"
