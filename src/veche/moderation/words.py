"""What became of a comment, in a word or two."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from veche.inbox.enums import MessageState

FATES: dict[str, str | Promise] = {
    MessageState.DELETING: _("Удаляем"),
    MessageState.DELETED: _("Удалён"),
    MessageState.RESTORING: _("Возвращаем"),
    MessageState.GONE: _("Удалён не нами"),
}
