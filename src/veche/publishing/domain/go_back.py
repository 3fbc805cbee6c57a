"""Return to a version whose approval request was taken back, giving up the text written since."""

from veche.kernel.clock import now
from veche.plan.models import PlanItem
from veche.posts.domain.merge import values_of
from veche.posts.domain.queries import latest_version
from veche.posts.domain.write import drop_version, new_version
from veche.posts.models import Post, PostVersion
from veche.publishing.domain.place import save_place
from veche.publishing.domain.versions import Versions, is_answered, steps_of
from veche.staff.models import Person


def taken_back(read: Versions) -> PostVersion | None:
    """The version to return to. None if a version is in force or answered, or the newest has the same text."""
    newest = read.newest
    if newest.frozen_at is not None or read.asked is not None or read.agreed is not None:
        return None
    asked = [one for one in read.all if one.number < newest.number and one.dropped_at is None and steps_of(one)]
    earlier = asked[-1] if asked else None
    if earlier is None or is_answered(earlier):
        return None
    return earlier if values_of(earlier) != values_of(newest) else None


def go_back(*, post: Post, earlier: PostVersion, item: PlanItem, by: Person) -> PostVersion:
    """Create a version with text, hour and networks of `earlier`. The caller holds `item`."""
    sheet = earlier.sheet
    drop_version(latest_version(post))
    new_version(post=post, by=by)
    version = latest_version(post)
    hour = sheet.publish_at if sheet.publish_at is not None and sheet.publish_at > now() else None
    accounts = [account for account in sheet.accounts.all() if account.closed_at is None]
    save_place(version=version, item=item, by=by, publish_at=hour, accounts=accounts or None)
    return version
