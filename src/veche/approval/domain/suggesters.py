"""Whose suggested words are in a version: they may agree to it, but not alone.

The press has decided about each of these sentences, so a department with one curator can still sign its own step
(ADR 0020).
"""

from collections.abc import Sequence

from veche.approval.domain.authors import authors
from veche.approval.domain.holders import people_for_each
from veche.approval.domain.routes import Chosen, chosen_for
from veche.approval.enums import Verdict
from veche.approval.models import Decision, Step
from veche.posts.models import PostVersion
from veche.staff.enums import Role
from veche.staff.models import Person

WHY = "в текст взяли слова тех, кто согласует: нужна подпись ещё одного человека"


def chosen_with_second_signer(version: PostVersion) -> Chosen:
    """The route's steps for this version; with one of the head of press if only suggesters would sign."""
    chosen = chosen_for(version.post)
    if _is_signed_by_others(chosen.steps, version):
        return chosen
    last = max(step.position for step in chosen.steps)
    more = Step(role=Role.PRESS_HEAD, position=last + 1, reason=WHY, administration=version.administration)
    return Chosen(chosen.name, [*chosen.steps, more])


def _is_signed_by_others(steps: Sequence[Step], version: PostVersion) -> bool:
    asked = [step for step in steps if not step.silence]
    if any(step.role == Role.PRESS_HEAD for step in asked):
        return True
    own = suggesters(version)
    return not own or any(person.pk not in own for people, _above in people_for_each(asked) for person in people)


def suggesters(version: PostVersion) -> set[int]:
    return {person.pk for person in version.suggesters.all()}


def agrees_alone(step: Step, version: PostVersion, by: Person) -> bool:
    """Whether the yes of this suggester would end the sheet without the yes of somebody with no hand in the text."""
    own = suggesters(version)
    if by.pk not in own:
        return False
    steps = Step.objects.of(step.administration_id).filter(sheet=step.sheet_id, later=False).exclude(pk=step.pk)
    if steps.filter(decision=None).exists():
        return False
    said = Decision.objects.of(step.administration_id).filter(step__in=steps, verdict=Verdict.YES, person__isnull=False)
    return not said.exclude(person__in=own | authors(version)).exists()
