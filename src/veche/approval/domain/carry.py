"""Earlier yeses that still apply: only whoever's part changed is asked again."""

from collections.abc import Sequence

from veche.approval.domain.authors import authors
from veche.approval.enums import Part, Verdict
from veche.approval.models import ApprovalSheet, Decision, Step
from veche.kernel.clock import now
from veche.posts.domain.freeze import digest, parts_as_read
from veche.posts.domain.queries import versions_among
from veche.posts.models import PostVersion


def content_of(version: PostVersion, sheet: ApprovalSheet, parts: Sequence[str]) -> str:
    """Digest of these parts as asked about; no parts: of all. `version`: as `versions_among` reads it."""
    words, files = parts_as_read(version)
    whole = {
        Part.TEXT: words,
        Part.PICTURES: files,
        Part.HOUR: sheet.publish_at.isoformat() if sheet.publish_at and not sheet.correction else "",
        Part.NETWORKS: sorted(account.pk for account in sheet.accounts.all()),
    }
    return digest({part.value: whole[part] for part in Part if not parts or part in parts})


def carry_over(sheet: ApprovalSheet, steps: Sequence[Step]) -> list[Step]:
    """Fill `content` of the new steps, and give those whose parts are unchanged their earlier yes.

    Returns the steps that are asked now or later. At least one is: the last, if nothing of anybody's part changed.
    """
    (version,) = versions_among(sheet.administration_id, pk=sheet.version_id).prefetch_related("writers")
    for step in steps:
        step.content = content_of(version, sheet, step.parts)
        step.save(update_fields=("content",))
    earlier = {step.pk: said for step in steps if (said := _earlier_yes(step, version)) is not None}
    if len(earlier) == len(steps):
        earlier.pop(steps[-1].pk, None)
    for step in steps:
        if (said := earlier.get(step.pk)) is not None:
            _carry(said, step, version)
    return [step for step in steps if step.pk not in earlier]


def who_agreed_to_hour(version: PostVersion) -> list[str]:
    """Titles of steps that are about the hour by name and have said yes to it."""
    steps = Step.objects.of(version.administration_id).filter(
        sheet__version=version, later=False, decision__verdict=Verdict.YES
    )
    found = steps.select_related("department", "office").order_by("position", "pk")
    return [step.title for step in found if Part.HOUR in step.parts]


def _earlier_yes(step: Step, version: PostVersion) -> Decision | None:
    """The last word of these people about the post, if it is a person's yes to the same parts with the same content."""
    found = Decision.objects.of(step.administration_id).filter(
        step__sheet__version__post=version.post_id,
        step__sheet__version__number__lt=version.number,
        step__role=step.role,
        step__department=step.department_id,
        step__office=step.office_id,
        step__later=False,
    )
    said: Decision | None = found.select_related("step", "carried_from").order_by("-at", "-pk").first()
    if said is None or said.verdict != Verdict.YES or said.person_id is None or said.alone:
        return None
    same = (said.step.content, said.step.parts) == (step.content, step.parts)
    return said if same and said.person_id not in authors(version) else None


def _carry(said: Decision, step: Step, version: PostVersion) -> None:
    origin = said.carried_from or said
    Decision.objects.create(
        administration_id=step.administration_id,
        step=step,
        person_id=origin.person_id,
        acting_for_id=origin.acting_for_id,
        author=version.author,
        verdict=Verdict.YES,
        fingerprint=origin.fingerprint,
        carried_from=origin,
        at=now(),
    )
