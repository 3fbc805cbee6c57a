"""Approve or return a version. Nobody approves their own text; the database refuses it too."""

from collections.abc import Sequence

from django.db import transaction

from veche.approval.enums import Verdict
from veche.approval.errors import AlreadyDecided, ApprovalError
from veche.approval.models import ApprovalSheet, Decision, Step
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.posts.domain.freeze import fingerprint, fingerprint_as_read
from veche.posts.enums import PostState
from veche.posts.models import Post, PostVersion
from veche.staff.domain.roles import acting_for, roles_of
from veche.staff.enums import Role
from veche.staff.models import Person


def decide(*, step: Step, by: Person, verdict: Verdict, note: str = "") -> Decision:
    """Record one decision for a step, once. Raises `ApprovalError`."""
    with transaction.atomic():
        locked = Step.objects.of(step.administration_id).select_for_update().get(pk=step.pk)
        # The sheet too: the writer may be taking it back at this very moment.
        ApprovalSheet.objects.of(step.administration_id).select_for_update().get(pk=locked.sheet_id)
        version: PostVersion = locked.sheet.version
        _refuse(locked, version, by, verdict, note)
        decision = Decision.objects.create(
            administration_id=locked.administration_id,
            step=locked,
            person=by,
            acting_for=acting_for(by, Role(locked.role)),
            author=version.author,
            verdict=verdict,
            note=note.strip(),
            fingerprint=version.fingerprint,
            at=now(),
        )
        _close(locked.sheet, version.post, verdict)
        record(
            administration=version.administration,
            actor=by,
            verb="approval.yes" if verdict == Verdict.YES else "approval.returned",
            obj=locked.sheet,
            facts={"post": version.post_id, "version": version.number, "fingerprint": version.fingerprint},
        )
    return decision


def is_approved(version: PostVersion) -> bool:
    """Whether every step of its sheet is approved, for exactly this content."""
    steps = Step.objects.of(version.administration_id).filter(sheet__version=version)
    open_steps = steps.exclude(decision__verdict=Verdict.YES, decision__fingerprint=version.fingerprint)
    return steps.exists() and not open_steps.exists() and fingerprint(version) == version.fingerprint


def is_agreed(version: PostVersion, steps: Sequence[Step]) -> bool:
    """`is_approved` for a version from `posts.domain.queries.versions_of`, with steps and decisions."""
    said = [getattr(step, "decision", None) for step in steps]
    yes = [one for one in said if one and (one.verdict, one.fingerprint) == (Verdict.YES, version.fingerprint)]
    return bool(steps) and len(yes) == len(steps) and fingerprint_as_read(version) == version.fingerprint


def _refuse(step: Step, version: PostVersion, by: Person, verdict: Verdict, note: str) -> None:
    earlier = Decision.objects.of(step.administration_id).filter(step=step).select_related("person").first()
    if earlier is not None:
        raise AlreadyDecided(earlier)
    if step.sheet.closed_at is not None:
        raise ApprovalError(_closed(step))
    if version.post.plan_item.cancelled_at is not None:
        raise ApprovalError("Запись сняли с плана, решать о ней нечего. Текст сохранён.")
    if Role(step.role) not in roles_of(by):
        raise ApprovalError("Эту запись согласует начальник пресс-службы или тот, кто его замещает.")
    if verdict == Verdict.YES and by.pk in authors(version):
        raise ApprovalError("Свой текст согласует другой человек. Попросите того, кто вас замещает.")
    if verdict == Verdict.RETURN and not note.strip():
        raise ApprovalError("Напишите, что поправить: без замечания автор не поймёт, почему вернули.")


def newer_step(step: Step) -> Step | None:
    """The step of a newer version that was asked about instead."""
    steps = Step.objects.of(step.administration_id).filter(sheet__version__post=step.sheet.version.post_id)
    return (
        steps.filter(sheet__version__number__gt=step.sheet.version.number).order_by("-sheet__version__number").first()
    )


def _closed(step: Step) -> str:
    if step.sheet.version.dropped_at is not None:
        return "От этой правки отказались, в силе прежняя версия. Решать нечего."
    if newer_step(step) is not None:
        return "Вместо этой версии прислали новую. Решать об этой нечего: откройте новую в очереди."
    return "Автор забрал запись и правит её. Решать нечего: новая версия придёт сюда же."


def authors(version: PostVersion) -> set[int]:
    """Who began the post and everybody who edited this text (prefetch `writers`)."""
    known = {version.author_id, version.saved_by_id, version.post.author_id}
    return known | {person.pk for person in version.writers.all()}


def _close(sheet: ApprovalSheet, post: Post, verdict: Verdict) -> None:
    sheet.closed_at = now()
    sheet.save(update_fields=("closed_at",))
    post.state = PostState.APPROVED if verdict == Verdict.YES else PostState.RETURNED
    post.save(update_fields=("state",))
