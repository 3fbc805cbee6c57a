"""Put a previewed file into the plan, in one transaction, and take it out again."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import ProtectedError, QuerySet

from veche.journal.domain.record import record
from veche.journal.models import Entry
from veche.kernel import clock
from veche.plan.domain.file_answers import Answer
from veche.plan.domain.file_changed import are_as_left, change_items, lock_items, put_items_back
from veche.plan.domain.file_plan import FilePlan, JudgedRow, plan_rows
from veche.plan.domain.file_rows import FileRow, rows_from_json
from veche.plan.errors import FileChanged, FileGone, NothingToPlace, PlanError
from veche.plan.models import PlanFile, PlanItem
from veche.staff.domain.locking import lock_administration
from veche.staff.models import Administration, Person

_TOUCHED = (
    "Вернуть уже нельзя: с пунктами из этого файла работали. Ничего не изменили: лишние снимите с плана по одному."
)


def keep_file(*, by: Person, file_name: str, rows: Sequence[FileRow], has_macros: bool) -> PlanFile:
    """Keep the rows for the preview, in place of the person's earlier file. The program's own note."""
    with transaction.atomic():
        lock_administration(by.administration)  # two loads of one person at one instant
        _waiting(by).delete()
        made: PlanFile = PlanFile.objects.create(
            administration=by.administration,
            loaded_by=by,
            loaded_at=clock.now(),
            file_name=file_name,
            has_macros=has_macros,
            rows=[row.as_json() for row in rows],
        )
    return made


def kept_file(person: Person) -> PlanFile | None:
    """The file that waits for this person's yes."""
    found: PlanFile | None = _waiting(person).first()
    return found


def placed_files(administration: Administration) -> QuerySet[PlanFile]:
    """Files that stand in the plan, the latest first; without their rows."""
    files: QuerySet[PlanFile] = PlanFile.objects.of(administration).exclude(placed_at=None).order_by("-placed_at")
    return files.select_related("placed_by").defer("rows", "answers")


def discard_file(person: Person) -> None:
    _waiting(person).delete()


def plan_of(file: PlanFile, answers: Mapping[int, Answer] | None = None) -> FilePlan:
    """`answers`: in place of those that are kept."""
    return plan_rows(file.administration, rows_from_json(file.rows), answers_of(file) if answers is None else answers)


def answers_of(file: PlanFile) -> dict[int, Answer]:
    return {int(number): Answer.from_json(said) for number, said in file.answers.items()}


def keep_answers(*, file: PlanFile, answers: Mapping[int, Answer]) -> None:
    """Keep what a person said of rows of one page. The program's own note."""
    with transaction.atomic():
        locked = _locked(file)
        _answer(locked, answers)


def place_file(*, by: Person, file: PlanFile, digest: str, answers: Mapping[int, Answer]) -> PlanFile:
    """Put into the plan what the preview with this digest said, with the answers of its page: all of it or nothing.

    Items that stand in the plan already are changed as the preview said. Raises `FileChanged` if the same rows would do
    something else by now, `FileGone` if they were placed or discarded meanwhile, `NothingToPlace`.
    """
    city = by.administration
    with transaction.atomic():
        would = plan_of(file, answers_of(file) | dict(answers)).changed
        held = lock_items(city, [one.item.pk for one in would if one.item])
        lock_administration(city)
        locked = _locked(file)
        if plan_of(locked).digest != digest:
            raise FileChanged
        _answer(locked, answers)
        plan = plan_of(locked)
        if not plan.placed and not plan.changed:
            raise NothingToPlace
        _write(by, locked, plan.placed)
        locked.changed = change_items(by=by, rows=plan.changed, held=held)
        locked.placed_at, locked.placed_by = clock.now(), by
        locked.save(update_fields=("placed_at", "placed_by", "changed"))
        facts = {"file_rows": len(plan.rows), "placed": len(plan.placed), **_changed(locked)}
        record(administration=city, actor=by, verb="plan.file_placed", obj=locked, facts=facts)
    return locked


def take_out(*, by: Person, file: PlanFile) -> None:
    """Remove all items of a file from the plan, and put back those that it has changed; it waits for a yes again,
    unless its loader has loaded another.

    Raises `PlanError` once anything was done with one of the items.
    """
    city = by.administration
    with transaction.atomic():
        own = file.items.values_list("pk", flat=True)
        lock_items(city, [*own, *(one["item"] for one in file.changed)])
        lock_administration(city)
        locked = PlanFile.objects.of(city).select_for_update().exclude(placed_at=None).filter(pk=file.pk).first()
        if locked is None:
            raise PlanError("Этот файл из плана уже убрали. Больше ничего не изменили.")
        items = PlanItem.objects.of(city).filter(file=locked)
        numbers = list(items.select_for_update().order_by("pk").values_list("pk", flat=True))
        if _is_in_journal(city, numbers) or not put_items_back(by=by, file=locked):
            raise PlanError(_TOUCHED)
        try:
            items.delete()
        except ProtectedError:  # something of a room above depends on an item
            raise PlanError(_TOUCHED) from None
        facts = {"items": len(numbers), **_changed(locked)}
        record(administration=city, actor=by, verb="plan.file_taken_out", obj=locked, facts=facts)
        _wait_again(locked)


def is_worked_on(file: PlanFile) -> bool:
    """Whether the file cannot be taken out any more, as far as this room knows; a begun text only `take_out` meets."""
    own = list(file.items.values_list("pk", flat=True))
    return _is_in_journal(file.administration, own) or not are_as_left(file)


def _changed(file: PlanFile) -> dict[str, int]:
    """The fact of the journal: how many items it has changed, if any."""
    return {"changed": len(file.changed)} if file.changed else {}


def _wait_again(file: PlanFile) -> None:
    if PlanFile.objects.of(file.administration_id).filter(loaded_by=file.loaded_by_id, placed_at=None).exists():
        file.delete()
        return
    file.placed_at, file.placed_by, file.changed = None, None, []
    file.save(update_fields=("placed_at", "placed_by", "changed"))


def _is_in_journal(city: Administration, items: Sequence[int]) -> bool:
    """Whether somebody moved, described, aimed or dropped one of them; placing a file names none."""
    entries = Entry.objects.of(city).filter(object_type="plan.planitem", object_id__in=[str(pk) for pk in items])
    return bool(entries.exists())


def _waiting(person: Person) -> QuerySet[PlanFile]:
    files: QuerySet[PlanFile] = PlanFile.objects.of(person.administration_id).filter(loaded_by=person, placed_at=None)
    return files.select_related("administration")


def _locked(file: PlanFile) -> PlanFile:
    rows = PlanFile.objects.of(file.administration_id).select_for_update(of=("self",)).filter(placed_at=None)
    found: PlanFile | None = rows.select_related("administration").filter(pk=file.pk).first()
    if found is None:
        raise FileGone
    return found


def _answer(file: PlanFile, answers: Mapping[int, Answer]) -> None:
    said = {number: answer.as_json() for number, answer in (answers_of(file) | dict(answers)).items()}
    file.answers = {str(number): answer for number, answer in said.items() if answer}
    file.save(update_fields=("answers",))


def _write(by: Person, file: PlanFile, rows: Sequence[JudgedRow]) -> None:
    items = PlanItem.objects.bulk_create(
        PlanItem(
            administration=by.administration,
            title=one.title,
            publish_at=one.moment,
            format=one.format,
            category=one.category,
            department=one.department,
            speaker=one.speaker,
            occasion=one.occasion,
            author=by,
            note=one.note,
            file=file,
        )
        for one in rows
    )
    through = PlanItem.accounts.through
    through.objects.bulk_create(  # of the items just made
        through(planitem_id=item.pk, account_id=account.pk)
        for item, one in zip(items, rows, strict=True)
        for account in one.accounts
    )
