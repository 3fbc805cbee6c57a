"""What the editor shows about one version, as saved or as typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from veche.accounts.models import Account
from veche.approval.domain.queries import Remark, Signer, remark_before, signers_of
from veche.approval.models import Step
from veche.compliance.domain.standard import reading_of_standard
from veche.kernel.clock import local, now
from veche.outbox.domain.states import OUT
from veche.plan.models import PlanItem
from veche.posts.domain.ignored_findings import reading_of_ignored
from veche.posts.domain.looks import Look, looks
from veche.posts.domain.proofreading import Kept, Proof, proofread_all, text_media_of
from veche.posts.domain.reasons import forbidden_in, reading_of_reasons
from veche.posts.domain.rendering import Draft, draft_of
from veche.posts.domain.rights import PictureRights, rights_in
from veche.posts.models import PostVersion
from veche.publishing.domain.checks import Check, checks
from veche.publishing.domain.delivery_targets import DeliveryTarget, targets
from veche.publishing.domain.queries import hour_of
from veche.publishing.domain.versions import Versions, is_answered, steps_of
from veche.staff.together import read_together


@dataclass(frozen=True, slots=True)
class Editing:
    version: PostVersion
    item: PlanItem
    hour: datetime
    accounts: Sequence[Account]
    looks: Sequence[Look]
    targets: Sequence[DeliveryTarget]
    signers: Sequence[Signer]
    checks: Sequence[Check]
    remark: Remark | None
    kept: Kept
    proofs: Sequence[Proof]
    correction: bool
    hour_is_over: bool
    rights: Sequence[PictureRights]

    @property
    def by_hand(self) -> list[DeliveryTarget]:
        """Targets that do not go by themselves, with reasons."""
        return [target for target in self.targets if target.mode in ("by_hand", "absent", "waits_key")]

    @property
    def good(self) -> int:
        return sum(check.good for check in self.checks)

    @property
    def blockers(self) -> list[Check]:
        return [check for check in self.checks if check.stops and not check.good]

    @property
    def can_go(self) -> bool:
        return not self.blockers


def with_refusal(page: Editing, refused: str) -> Editing:
    """Add the check about hour or networks; `refused`: why they are refused, "" if they are not."""
    if not refused:
        return page
    return replace(page, checks=[Check(good=False, text=refused, place="when"), *page.checks])


def editing(
    read: Versions,
    draft: Draft | None = None,
    alts: Mapping[int, str] | None = None,
    *,
    at: datetime | None = None,
    accounts: Sequence[Account] | None = None,
) -> Editing:
    """The editor's view of the newest version.

    `draft`, `alts` (by picture), `at` (the hour), `accounts`: typed and not saved yet.
    """
    version, standing = read.newest, read.standing.values()
    hour = hour_of(read.item, standing) if standing else at or version.hour
    accounts = read.accounts_of(version, typed=accounts or ())
    out = {act.account.network: act.out_at for act in standing if act.state in OUT}
    correction = any(act.state in OUT for act in standing)
    kept, proofs, unexplained = _proofread(version, draft, alts, hour)
    page = Editing(
        version=version,
        item=read.item,
        accounts=accounts,
        looks=looks(version, accounts, at=hour, draft=draft, out=out),
        targets=targets(accounts, version, draft),
        signers=signers_of(version, _open_steps(version), correction=correction, at=hour),
        checks=(),
        rights=rights_in(version, at=now() if correction else max(hour, now())),
        hour=hour,
        correction=correction,
        hour_is_over=bool(standing),
        remark=remark_before(version, read.all, read.decisions),
        kept=kept,
        proofs=proofs,
    )
    return replace(page, checks=_checks(page, draft, alts, unexplained))


def _proofread(
    version: PostVersion, draft: Draft | None, alts: Mapping[int, str] | None, hour: datetime
) -> tuple[Kept, Sequence[Proof], int]:
    """Words let go, what was found in the texts, and how many places that the law forbids nobody has explained."""
    kept, standard, reasons = read_together(
        reading_of_ignored(version.post),
        reading_of_standard(version.post.administration),
        reading_of_reasons(version.post),
    )
    day = local(hour, version.post.administration.time_zone).date()
    proofs = proofread_all(draft or draft_of(version), kept, standard, day=day, media=text_media_of(version, alts))
    return kept, proofs, sum(one.reason is None for one in forbidden_in(proofs, reasons, version))


def _checks(page: Editing, draft: Draft | None, alts: Mapping[int, str] | None, unexplained: int) -> list[Check]:
    return checks(
        page.version,
        looks=page.looks,
        targets=page.targets,
        someone_signs=all(signer.people for signer in page.signers),
        proofs=page.proofs,
        unexplained=unexplained,
        draft=draft,
        alts=alts,
        hour=page.hour,
        correction=page.correction,
        rights=page.rights,
    )


def _open_steps(version: PostVersion) -> list[Step]:
    """Steps of the sheet; none if it is answered, as a change starts a version with its own sheet."""
    return [] if not steps_of(version) or is_answered(version) else steps_of(version)
