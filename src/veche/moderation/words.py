"""What became of a comment and of a restriction, in a word or two."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from veche.inbox.enums import MessageState
from veche.kernel.clock import now
from veche.moderation.models import Restriction
from veche.outbox.enums import ActState
from veche.outbox.words import word_of

FATES: dict[str, str | Promise] = {
    MessageState.DELETING: gettext_lazy("Удаляем"),
    MessageState.DELETED: gettext_lazy("Удалён"),
    MessageState.RESTORING: gettext_lazy("Возвращаем"),
    MessageState.GONE: gettext_lazy("Удалён не нами"),
}


def of_restriction(one: Restriction) -> tuple[str, str]:
    """How it stands: a face that `web.faces` draws, and words. A person reads them beside the author's name."""
    if one.until and one.until <= now() and not one.released_at:
        return str(ActState.CANCELLED), _("срок вышел")
    if one.release_act is not None:
        return str(one.release_act.state), word_of(one.release_act)
    if one.released_at is not None:
        mine = one.released_by is not None
        return str(ActState.CANCELLED), _("сняли до отправки") if mine else _("сняли в сети помимо нас")
    if one.act is None:
        return str(ActState.CONFIRMED), _("ограничили в сети помимо нас")
    return str(one.act.state), word_of(one.act)
