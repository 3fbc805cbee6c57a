"""A register file from its reading to force: read, shown, then taken in one transaction or thrown away."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from veche.compliance.domain.packing import digest_of, pack, unpack
from veche.compliance.domain.registers import living_registers, settings_of
from veche.compliance.enums import RegisterKind
from veche.compliance.errors import FileGone, NotSure, PreviewOutdated
from veche.compliance.models import CheckSettings, LoadedRegister, RegisterFile
from veche.journal.domain.record import record
from veche.kernel.clock import now, today
from veche.morphology.numerals import counted
from veche.preflight.registers.entry import Entry
from veche.preflight.registers.file import Flaw, ReadRows, RegisterRefused
from veche.staff.domain.locking import lock_administration
from veche.staff.models import Administration, Person

# Rows that were not understood and names are listed up to here, the others counted.
LISTED_FLAWS, LISTED_NAMES = 100, 10
# Registers grow: one that lost more than a tenth of its rows is more likely cut.
SHRINKS_BELOW = 0.9
OLD_NEWEST_DAYS = 365


@dataclass(frozen=True, slots=True)
class KindPreview:
    """What the file would change in one register. `before`: the one in force; names are the first ones only."""

    kind: RegisterKind
    rows: int
    before: LoadedRegister | None
    added: Sequence[str]
    added_count: int
    gone: Sequence[str]
    gone_count: int

    @property
    def shrinks(self) -> bool:
        return self.before is not None and self.rows < SHRINKS_BELOW * self.before.rows


@dataclass(frozen=True, slots=True)
class Preview:
    """`cautions`: sentences to read before the file is taken; with any of them a person must say that they are sure.

    `entries`: the file's, by kind.
    """

    file: RegisterFile
    entries: Mapping[str, Sequence[Entry]]
    kinds: tuple[KindPreview, ...]
    cautions: tuple[str, ...]
    digest: str


def refuse_cut(read: ReadRows, name: str) -> None:
    """Raise RegisterRefused if the last row is not whole: then the rows behind it are missing too."""
    if read.flaws and read.flaws[-1].line == read.last:
        flaw = read.flaws[-1]
        raise RegisterRefused(f"{name}: последняя строка ({flaw.line}) не читается: {flaw.why} Ничего не взяли.")
    if not read.entries:
        raise RegisterRefused(f"{name}, строка {read.flaws[0].line}: {read.flaws[0].why} Другие строки такие же.")


def newest_day(read: ReadRows) -> date | None:
    """The newest day on which somebody was included."""
    return max((one.included for one in read.entries if one.included), default=None)


def keep_file(*, by: Person, name: str, dated: date, read: ReadRows) -> RegisterFile:
    """Keep what was read for the preview, in place of the person's earlier file. The program's own note."""
    with transaction.atomic():
        RegisterFile.objects.of(by.administration).filter(loaded_by=by).delete()
        made: RegisterFile = RegisterFile.objects.create(
            administration=by.administration,
            loaded_by=by,
            loaded_at=now(),
            file_name=name[-200:],
            dated=dated,
            newest=newest_day(read),
            kinds=_counted(read.entries),
            notes=list(read.notes),
            flaws=_listed(read.flaws),
            flaw_count=len(read.flaws),
            entries=pack(read.entries),
        )
    return made


def kept_file(person: Person) -> RegisterFile | None:
    found: RegisterFile | None = RegisterFile.objects.of(person.administration).filter(loaded_by=person).first()
    return found


def discard_file(file: RegisterFile) -> None:
    RegisterFile.objects.of(file.administration_id).filter(pk=file.pk).delete()


def preview_of(file: RegisterFile) -> Preview:
    city = file.administration
    living = living_registers(city)
    ours = _by_kind(unpack(bytes(file.entries)))
    stored = LoadedRegister.objects.of(city).filter(pk__in=[living[kind].pk for kind in ours if kind in living])
    theirs = {one.kind: _names(unpack(bytes(one.entries))) for one in stored}
    kinds = tuple(
        _compared(RegisterKind(kind), entries, living.get(kind), theirs.get(kind, {})) for kind, entries in ours.items()
    )
    cautions = tuple(_cautions(file, kinds, settings_of(city).old_after_days))
    said = [file.pk, *((one.kind.value, one.before and one.before.pk) for one in kinds), *cautions]
    return Preview(file, ours, kinds, cautions, hashlib.sha256(json.dumps(said).encode()).hexdigest())


def take_file(*, by: Person, file: RegisterFile, digest: str, sure: bool) -> list[LoadedRegister]:
    """Put the registers of a previewed file in force, all of them or none.

    Raises `FileGone`, `PreviewOutdated` if it would change something else by now, `NotSure` without a yes to cautions.
    """
    city = file.administration
    with transaction.atomic():
        lock_administration(city)
        if not RegisterFile.objects.of(city).filter(pk=file.pk).exists():
            raise FileGone
        preview = preview_of(file)
        if preview.digest != digest:
            raise PreviewOutdated
        if preview.cautions and not sure:
            raise NotSure
        made = [_put_in_force(city, by, file, *one) for one in preview.entries.items()]
        discard_file(file)
        _point(city)
        facts = {
            "kinds": [one.kind for one in made],
            "rows": sum(one.rows for one in made),
            "not_understood": file.flaw_count,
            "dated": file.dated.isoformat(),
            "sha256": [one.sha256 for one in made],
        }
        record(administration=city, actor=by, verb="compliance.registers_loaded", obj=made[0], facts=facts)
    return made


def withdraw_register(*, by: Person, register: LoadedRegister) -> None:
    """Take a register out of force; the one before it is in force again. Idempotent."""
    city = register.administration
    with transaction.atomic():
        lock_administration(city)
        living = LoadedRegister.objects.of(city).filter(pk=register.pk, withdrawn_at=None)
        if not living.update(withdrawn_at=now()):
            return
        _point(city)
        facts = {"kind": register.kind, "dated": register.dated.isoformat(), "sha256": register.sha256}
        record(administration=city, actor=by, verb="compliance.register_withdrawn", obj=register, facts=facts)


def _put_in_force(
    city: Administration, by: Person, file: RegisterFile, kind: str, entries: Sequence[Entry]
) -> LoadedRegister:
    packed = pack(entries)
    made: LoadedRegister = LoadedRegister.objects.create(
        administration=city,
        kind=kind,
        dated=file.dated,
        file_name=file.file_name,
        loaded_by=by,
        loaded_at=now(),
        rows=len(entries),
        flaws=file.flaws,
        flaw_count=file.flaw_count,
        entries=packed,
        sha256=digest_of(packed),
    )
    return made


def _point(city: Administration) -> None:
    """Write down which registers are in force. The caller holds the lock."""
    said = {"registers": {kind: one.sha256 for kind, one in living_registers(city).items()}}
    CheckSettings.objects.of(city).update_or_create(administration=city, defaults=said)


def _counted(entries: Iterable[Entry]) -> dict[str, int]:
    return {kind: len(of) for kind, of in _by_kind(entries).items()}


def _by_kind(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {kind.value: [] for kind in RegisterKind}
    for one in entries:
        found[one.kind].append(one)
    return {kind: of for kind, of in found.items() if of}


def _listed(flaws: Sequence[Flaw]) -> list[tuple[int, str]]:
    return [(one.line, one.why) for one in flaws[:LISTED_FLAWS]]


def _names(entries: Iterable[Entry]) -> dict[str, str]:
    """Names as written, by their folded form."""
    return {" ".join(one.name.casefold().split()): one.name for one in entries}


def _compared(
    kind: RegisterKind, entries: Sequence[Entry], before: LoadedRegister | None, theirs: Mapping[str, str]
) -> KindPreview:
    ours = _names(entries)
    added = [name for key, name in ours.items() if key not in theirs]
    gone = [name for key, name in theirs.items() if key not in ours]
    return KindPreview(kind, len(entries), before, added[:LISTED_NAMES], len(added), gone[:LISTED_NAMES], len(gone))


def _cautions(file: RegisterFile, kinds: Sequence[KindPreview], old_after: int) -> Iterable[str]:
    here = today(file.administration.time_zone)
    if file.flaw_count:
        yield f"Не поняли строк: {file.flaw_count}. Этих имён проверка знать не будет."
    for one in kinds:
        if one.before and one.shrinks:
            yield f"«{one.kind.label}»: было строк {one.before.rows}, станет {one.rows}. Похоже, файл неполный."
        if one.before and file.dated < one.before.dated:
            yield f"«{one.kind.label}»: действует реестр от {one.before.dated:%d.%m.%Y}, а этот старше."
    age = (here - file.dated).days
    if age > old_after:
        ago = counted(age, "день", "дня", "дней")
        yield f"Реестр выгружен {file.dated:%d.%m.%Y}, это {ago} назад: новых имён в нём нет."
    elif file.newest and (here - file.newest).days > OLD_NEWEST_DAYS:
        yield f"Самая новая строка от {file.newest:%d.%m.%Y}: похоже, это старая выгрузка."
