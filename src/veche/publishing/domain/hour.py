"""What keeps an asked or agreed version from being moved in the plan: a yes to its hour, and rights that end before."""

from datetime import datetime

from veche.approval.domain.carry import who_agreed_to_hour
from veche.posts.models import Post
from veche.publishing.domain.file_rights import refuse_ended_rights
from veche.publishing.domain.standing import agreed_version, asked_version
from veche.publishing.errors import PublishingError

AGREED = (
    "Час этой записи согласовали: {who}. Поставьте новый час в редакторе и отправьте запись снова, тогда спросим "
    "только тех, кто отвечает за час. Пока всё по-прежнему."
)


def refuse_hour(post: Post, publish_at: datetime, *, urgent: bool = False) -> None:
    """Raise `PublishingError` if the version in force may not go out at `publish_at` without being asked about again.

    `urgent`: whoever has agreed to the hour is not asked again.
    """
    for version in filter(None, (asked_version(post), agreed_version(post))):
        who = [] if urgent or version.hour == publish_at else who_agreed_to_hour(version)
        if who:
            raise PublishingError(AGREED.format(who=", ".join(who)))
        refuse_ended_rights(version, publish_at)
