"""The approval sheet of one version as a paper: what was signed, by whom and how, and what the networks proved."""

from collections.abc import Sequence
from dataclasses import dataclass

from veche.approval.models import ApprovalSheet, Decision, Step
from veche.approval.words import how_given
from veche.posts.domain.queries import versions_of
from veche.posts.models import Post, PostVersion
from veche.publishing.domain.deliveries import deliveries_of
from veche.publishing.models import Delivery


@dataclass(frozen=True, slots=True)
class Signature:
    """A step of the sheet. `decision` None: not given; `how`: in which way it was given."""

    step: Step
    decision: Decision | None
    how: str


@dataclass(frozen=True, slots=True)
class Paper:
    """`deliveries`: of this version, by network."""

    version: PostVersion
    sheet: ApprovalSheet
    signatures: Sequence[Signature]
    deliveries: Sequence[Delivery]


def paper_of(post: Post, number: int) -> Paper | None:
    """None if there is no such version, or nobody was asked about it."""
    found = versions_of(post).filter(number=number, sheet__isnull=False)
    version = next(iter(found.select_related("sheet__opened_by", "sheet__hastened_by", "poll")), None)
    if version is None:
        return None
    steps = (
        Step.objects.of(post.administration_id)
        .filter(sheet=version.sheet)
        .select_related(
            "department",
            "office",
            "decision__person",
            "decision__acting_for",
            "decision__carried_from__step__sheet__version",
        )
    )
    version.post = post
    deliveries = [one for one in deliveries_of(post) if one.version_id == version.pk]
    return Paper(version, version.sheet, [_signature(step) for step in steps], deliveries)


def _signature(step: Step) -> Signature:
    decision = getattr(step, "decision", None)
    return Signature(step, decision, how_given(step, decision) if decision else "")
