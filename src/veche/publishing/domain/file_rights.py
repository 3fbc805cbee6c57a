"""Files of a version that is asked about or agreed, whose rights have become unclear since, or end before its hour.

A yes with a reason belongs to a version that is written (`posts.domain.rights`), so such a post goes back to the press.
"""

from datetime import datetime

from django.db.models import prefetch_related_objects
from django.urls import reverse

from veche.kernel.bidi import isolated
from veche.networks.protocol import Verb
from veche.outbox.domain.hindrances import Hindrance
from veche.outbox.models import Act
from veche.outbox.reasons import UNCLEAR_FILES
from veche.posts.domain.queries import files_of
from veche.posts.domain.rights import PictureRights, rights_in
from veche.posts.models import PostVersion
from veche.publishing.domain.standing import rights_hour
from veche.publishing.errors import PublishingError
from veche.publishing.models import Delivery

UNCLEAR = (
    "«{name}»: {said}. Это выяснилось после отправки на согласование, так запись не уйдёт. Вернуть её в работу можно: "
    "тогда автор укажет права, заменит файл или ответит за него."
)
LATE = (
    "«{name}»: {said}. Поэтому в сеть не отправили, запись цела. Откройте её, замените файл, укажите права или "
    "напишите рядом с ним, почему ставите, и согласуйте."
)
ENDS = (
    "«{name}»: права кончатся раньше нового часа. Пока всё по-прежнему: поставьте день раньше или откройте запись, "
    "замените файл и отправьте её снова."
)


def unclear_files(version: PostVersion) -> list[PictureRights]:
    """Those that need a yes which nobody has said, at the hour at which the version is to go out."""
    return [found for found in rights_in(version, at=rights_hour(version)) if found.stops]


def refuse_unclear_files(version: PostVersion) -> None:
    """Raise `PublishingError` for the first of them."""
    for found in unclear_files(version):
        raise PublishingError(UNCLEAR.format(name=isolated(found.picture.media.name), said=found.said))


def refuse_ended_rights(version: PostVersion, at: datetime) -> None:
    """Raise `PublishingError` if rights of a file end before the hour `at`. A named yes to that holds for any hour."""
    for found in rights_in(version, at=at):
        if found.yes is None and any(doubt.code == "expired" for doubt in found.doubts):
            raise PublishingError(ENDS.format(name=isolated(found.picture.media.name)))


def hindrance_of(act: Act) -> Hindrance | None:
    """Why a publication or correction may not be sent now: the first file of its version that needs a yes."""
    if act.verb not in (Verb.PUBLISH, Verb.EDIT):
        return None
    rows = Delivery.objects.of(act.administration_id).filter(act=act)
    delivery = rows.select_related("version__administration", "version__post__plan_item").first()
    if delivery is None:
        return None
    version = delivery.version
    prefetch_related_objects([version], files_of(version.administration_id))
    page = reverse("publishing:detail", args=[version.post_id])
    said = (LATE.format(name=isolated(one.picture.media.name), said=one.said) for one in unclear_files(version))
    return next((Hindrance(sentence, UNCLEAR_FILES, page) for sentence in said), None)
