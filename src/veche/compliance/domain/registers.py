"""Registers in force, and how old they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from veche.compliance.enums import RegisterKind
from veche.compliance.models import CheckSettings, LoadedRegister
from veche.kernel.clock import today
from veche.staff.models import Administration


@dataclass(frozen=True, slots=True)
class RegisterState:
    """One kind of register. `register`: the one in force, without its entries; None if none was loaded."""

    kind: RegisterKind
    register: LoadedRegister | None
    today: date
    old_after_days: int

    @property
    def age(self) -> int:
        """Days since the day of the official list."""
        return (self.today - self.register.dated).days if self.register else 0

    @property
    def is_old(self) -> bool:
        return self.register is not None and self.age > self.old_after_days


def settings_of(administration: Administration) -> CheckSettings:
    """The stored settings, or the defaults, which are not stored yet."""
    found: CheckSettings | None = CheckSettings.objects.of(administration).first()
    return found or CheckSettings(administration=administration)


def living_registers(administration: Administration) -> dict[str, LoadedRegister]:
    """By kind: the newest that was not withdrawn, without its entries."""
    living = LoadedRegister.objects.of(administration).filter(withdrawn_at=None)
    newest = living.order_by().values("kind").annotate(newest=Max("pk")).values("newest")
    found = LoadedRegister.objects.of(administration).filter(pk__in=newest).select_related("loaded_by")
    return {one.kind: one for one in found.defer("entries")}


def register_states(administration: Administration) -> list[RegisterState]:
    """One for each kind. Two queries."""
    days, living = settings_of(administration).old_after_days, living_registers(administration)
    here = today(administration.time_zone)
    return [RegisterState(kind, living.get(kind.value), here, days) for kind in RegisterKind]


def old_ones(states: Sequence[RegisterState]) -> list[RegisterState]:
    return [one for one in states if one.is_old]
