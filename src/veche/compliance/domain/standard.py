"""What a post is checked against. The index of the registers is built once for each set of them in a process."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock

from django.db.models import QuerySet

from veche.compliance.domain.packing import unpack
from veche.compliance.models import CheckSettings, LoadedRegister
from veche.preflight.finding import FAMILIES, PreflightFamily
from veche.preflight.registers.entry import Register
from veche.preflight.registers.index import Index
from veche.staff.compiled import compiled_once
from veche.staff.models import Administration
from veche.staff.together import Reading

type Version = tuple[tuple[str, str], ...]

# Sets of registers kept: those of a few administrations.
KEPT = 4
_indexes: dict[Version, Index] = {}
_building = Lock()


@dataclass(frozen=True, slots=True)
class Standard:
    """`registers`: the same object as long as the same registers are in force. `voting`: first and last day."""

    registers: Index
    families: tuple[PreflightFamily, ...] = FAMILIES
    voting: tuple[date, date] | None = None
    campaign_from: date | None = None
    candidates: tuple[str, ...] = ()

    def in_campaign(self, day: date) -> bool | None:
        """Whether a campaign is on; None if only the days of voting tell it."""
        if self.voting is None or self.campaign_from is None:
            return None
        return self.campaign_from <= day <= self.voting[1]


NO_STANDARD = Standard(Index())


def standard_of(administration: Administration) -> Standard:
    """One query, and another after the registers changed."""
    return reading_of_standard(administration).read()


def reading_of_standard(administration: Administration) -> Reading[Standard]:
    """`standard_of`, to be read with other things."""
    return Reading(_settings.bind(administration.pk), lambda rows: _standard(administration, rows))


@compiled_once
def _settings(city: int) -> QuerySet[CheckSettings]:
    found: QuerySet[CheckSettings] = CheckSettings.objects.of(city)
    return found


def _standard(administration: Administration, rows: list[CheckSettings]) -> Standard:
    said = rows[0] if rows else CheckSettings()
    voting = (said.voting_first, said.voting_last) if said.voting_first and said.voting_last else None
    return Standard(
        _index(administration, said.registers),
        tuple(family for family in FAMILIES if family not in said.skipped),
        voting,
        said.campaign_from,
        tuple(said.candidates),
    )


def _index(administration: Administration, in_force: Mapping[str, str]) -> Index:
    version = tuple(sorted(in_force.items()))
    if not version:
        return NO_STANDARD.registers
    found = _indexes.get(version)
    if found is not None:
        return found
    with _building:
        if version not in _indexes:
            built = _built(administration, in_force)
            while len(_indexes) >= KEPT:
                del _indexes[next(iter(_indexes))]
            _indexes[version] = built
        return _indexes[version]


def _built(administration: Administration, in_force: Mapping[str, str]) -> Index:
    """By their digests, because meanwhile other registers may be in force."""
    rows = LoadedRegister.objects.of(administration).filter(sha256__in=in_force.values())
    found = {(row.kind, row.sha256): row for row in rows}
    return Index(
        Register(str(row), tuple(unpack(bytes(row.entries))), row.dated)
        for one in in_force.items()
        if (row := found.get(one))
    )
