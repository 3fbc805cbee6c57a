"""Approve or return a version. Nobody approves their own text; the database refuses it too."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from veche.approval.domain.authors import authors
from veche.approval.domain.department_requests import sync_requests
from veche.approval.domain.holders import decides, in_whose_stead
from veche.approval.domain.reviews import begin_reviews
from veche.approval.domain.suggesters import agrees_alone
from veche.approval.domain.turns import open_next
from veche.approval.enums import Verdict
from veche.approval.errors import AlreadyDecided, ApprovalError
from veche.approval.models import ApprovalSheet, Decision, Step
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.posts.domain.freeze import fingerprint, fingerprint_as_read
from veche.posts.enums import PostState
from veche.posts.models import PostVersion
from veche.staff.domain.roles import forget_roles
from veche.staff.enums import Role
from veche.staff.models import Person

VERBS = {Verdict.YES: "approval.yes", Verdict.RETURN: "approval.returned"}
REVIEW_VERBS = {Verdict.YES: "approval.reviewed", Verdict.RETURN: "approval.review_remark"}
ALONE = (
    "В этом тексте есть ваши слова, а других «да» у него нет: одному его не согласовать. "
    "Попросите пресс-службу прислать его снова, тогда спросят и её начальника."
)


def decide(*, step: Step, by: Person, verdict: Verdict, note: str = "") -> Decision:
    """Record one decision for a step, once. A return closes the sheet; the last yes agrees it.

    Raises `ApprovalError`.
    """
    with transaction.atomic():
        locked = lock_step(step)
        forget_roles(by)  # the person may have lost the role since the page was opened
        version: PostVersion = locked.sheet.version
        _refuse(locked, version, by, verdict, note)
        decision = store_decision(locked, verdict, person=by, acting_for=in_whose_stead(locked, by), note=note.strip())
        verb = (REVIEW_VERBS if locked.later else VERBS)[verdict]
        record(
            administration=version.administration,
            actor=by,
            verb=verb,
            obj=locked.sheet,
            facts=facts_of(locked, version),
        )
    return decision


def lock_step(step: Step) -> Step:
    locked: Step = Step.objects.of(step.administration_id).select_for_update().get(pk=step.pk)
    # The sheet too: its writer may take it back at the same time.
    ApprovalSheet.objects.of(step.administration_id).select_for_update().get(pk=locked.sheet_id)
    return locked


def store_decision(step: Step, verdict: Verdict, **said: Any) -> Decision:
    """Store the decision, then ask the next steps or close the sheet. The caller has locked the step."""
    version = step.sheet.version
    alone = step.sheet.single_person and not step.later and said["person"] is not None
    decision: Decision = Decision.objects.create(
        administration_id=step.administration_id,
        step=step,
        author=version.author,
        verdict=verdict,
        fingerprint=version.fingerprint,
        at=now(),
        alone=alone and said["person"].pk in authors(version),
        **said,
    )
    if step.later:
        Step.objects.of(step.administration_id).filter(pk=step.pk).update(review_open=False)
    elif verdict == Verdict.RETURN:
        _close(step.sheet, PostState.RETURNED)
    else:
        ask_next_or_close(step.sheet)
    sync_requests(step.sheet)
    return decision


def ask_next_or_close(sheet: ApprovalSheet) -> None:
    """Ask the steps whose turn has come; close the sheet as approved if none is undecided."""
    if _undecided(sheet):
        open_next(sheet, hour=sheet.version.hour)
        return
    sheet.agreed_at = now()
    sheet.save(update_fields=("agreed_at",))
    _close(sheet, PostState.APPROVED)
    begin_reviews(sheet)


def facts_of(step: Step, version: PostVersion) -> dict[str, object]:
    facts: dict[str, object] = {
        "post": version.post_id,
        "version": version.number,
        "fingerprint": version.fingerprint,
    }
    return {**facts, "department": step.department_id} if step.department_id else facts


def is_approved(version: PostVersion) -> bool:
    """Whether every step of its sheet is approved, for exactly this content."""
    steps = Step.objects.of(version.administration_id).filter(sheet__version=version, later=False)
    said = [getattr(step, "decision", None) for step in steps.select_related("decision")]
    return _all_yes(version, said) and fingerprint(version) == version.fingerprint


def is_agreed(version: PostVersion, steps: Sequence[Step]) -> bool:
    """`is_approved` without a query: for a version of `posts.domain.queries.versions_of`, with steps and decisions."""
    said = [getattr(step, "decision", None) for step in steps if not step.later]
    return _all_yes(version, said) and fingerprint_as_read(version) == version.fingerprint


def _all_yes(version: PostVersion, said: Sequence[Decision | None]) -> bool:
    """Whether all are a yes to this content; carried-over ones to an earlier content with the same parts."""
    fresh = [one for one in said if one and one.carried_from_id is None]
    return (
        bool(fresh)
        and all(one is not None and one.verdict == Verdict.YES for one in said)
        and all(one.fingerprint == version.fingerprint for one in fresh)
    )


def _undecided(sheet: ApprovalSheet) -> bool:
    return Step.objects.of(sheet.administration_id).filter(sheet=sheet, decision=None, later=False).exists()


def _refuse(step: Step, version: PostVersion, by: Person, verdict: Verdict, note: str) -> None:
    refuse_decided(step)
    if step.later:
        if not step.review_open:
            raise ApprovalError("Проверять ещё нечего: запись пока не согласовали.")
    else:
        refuse_closed(step, version)
    if not decides(step, by):
        raise ApprovalError(_not_yours(step))
    own_is_admitted = step.sheet.single_person and not step.later
    if verdict == Verdict.YES and by.pk in authors(version) and not own_is_admitted:
        raise ApprovalError("Свой текст согласует другой человек. Попросите того, кто вас замещает.")
    if verdict == Verdict.YES and not own_is_admitted and not step.later and agrees_alone(step, version, by):
        raise ApprovalError(ALONE)
    if verdict == Verdict.RETURN and not note.strip():
        raise ApprovalError("Напишите, что поправить: без замечания автор не поймёт, почему вернули.")


def refuse_decided(step: Step) -> None:
    earlier = Decision.objects.of(step.administration_id).filter(step=step).select_related("person").first()
    if earlier is not None:
        raise AlreadyDecided(earlier)


def refuse_closed(step: Step, version: PostVersion) -> None:
    refuse_version_closed(step, version)
    if step.asked_at is None:
        raise ApprovalError("До вас очередь ещё не дошла: сначала ответят те, кого спрашивают раньше. Мы позовём.")


def refuse_version_closed(step: Step, version: PostVersion) -> None:
    if step.sheet.closed_at is not None:
        raise ApprovalError(_closed(step))
    if version.post.plan_item.cancelled_at is not None:
        raise ApprovalError("Запись сняли с плана, решать о ней нечего. Текст сохранён.")


def _not_yours(step: Step) -> str:
    if step.role == Role.PRESS_HEAD:
        return "Эту запись согласует начальник пресс-службы или тот, кто его замещает."
    return f"За этот шаг отвечает другой: {step.title}. Решает он или тот, кто его замещает."


def newer_step(step: Step) -> Step | None:
    """The step of a newer version that was asked about instead."""
    steps = Step.objects.of(step.administration_id).filter(sheet__version__post=step.sheet.version.post_id)
    newer = steps.filter(sheet__version__number__gt=step.sheet.version.number)
    return newer.order_by("-sheet__version__number", "position", "pk").first()


def _closed(step: Step) -> str:
    sheet = step.sheet
    if sheet.version.dropped_at is not None:
        return "От этой правки отказались, в силе прежняя версия. Решать нечего."
    if newer_step(step) is not None:
        return "Вместо этой версии прислали новую. Решать об этой нечего: откройте новую в очереди."
    if (returned := _return_of(sheet)) is not None:
        return f"{returned.who}: эту версию уже вернули с замечанием. Решать нечего, новая придёт сюда же."
    return "Автор забрал запись и правит её. Решать нечего: новая версия придёт сюда же."


def _return_of(sheet: ApprovalSheet) -> Decision | None:
    found = Decision.objects.of(sheet.administration_id).filter(
        step__sheet=sheet, step__later=False, verdict=Verdict.RETURN
    )
    return found.select_related("person").first()


def _close(sheet: ApprovalSheet, state: PostState) -> None:
    sheet.closed_at = now()
    sheet.save(update_fields=("closed_at",))
    post = sheet.version.post
    post.state = state
    post.save(update_fields=("state",))
