"""How this room's acts read in the journal."""

from django.utils.translation import gettext_lazy as _

from veche.journal.verbs import register

register("account.registered", _("аккаунт внесён в реестр"))
register("account.edited", _("изменён паспорт аккаунта"))
register("account.closed", _("аккаунт закрыт, его ключи отозваны"))
register("key.added", _("добавлен ключ сети"))
register("key.revoked", _("отозван ключ сети"))
register("keys.resealed", _("ключи сетей перешифрованы"))
register("passport.checked", _("проверено, что могут ключи"))
