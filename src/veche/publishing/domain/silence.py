"""Send what the last silence agreed to."""

from django.db import transaction

from veche.alarms.domain.one_by_one import run_each
from veche.approval.domain.decide import is_approved
from veche.approval.domain.silence import agree_by_silence, expired
from veche.approval.models import Step
from veche.kernel.clock import now
from veche.outbox.domain.plan import NOT_AFTER
from veche.plan.domain.items import lock_item
from veche.publishing.domain.file_rights import unclear_files
from veche.publishing.domain.release import release
from veche.publishing.domain.standing import is_out


def agree_in_silence() -> int:
    """Decide steps whose deadline passed in silence. Returns their number."""
    return run_each(_agree, expired())


def _agree(step: Step) -> bool:
    version = step.sheet.version
    with transaction.atomic():
        item = lock_item(version.post.plan_item)
        if (version.own_hour or item.publish_at) + NOT_AFTER < now() and not is_out(version.post):
            return False  # last week's announcement: a person decides
        if unclear_files(version):
            return False  # the sheet says it beside the picture
        if agree_by_silence(step) is None:
            return False
        if is_approved(version):
            release(version=version, by=None)
    return True
