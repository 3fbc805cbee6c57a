"""How this room's acts read in the journal."""

from django.utils.translation import gettext_lazy as _

from veche.accounts.enums import KeySlot, NetworkSlug, PagePart
from veche.accounts.models import Account
from veche.journal.verbs import register
from veche.journal.words import Fact, Thing, register_facts, register_thing

_FIELDS = Account._meta.fields  # noqa: SLF001 -- Django's public door
_PASSPORT = {field.name: field.verbose_name for field in _FIELDS}

register("account.registered", _("аккаунт внесён в реестр"))
register("account.edited", _("изменён паспорт аккаунта"))
register("account.closed", _("аккаунт закрыт, его ключи отозваны"))
register("account.called_back", _("события просят присылать: сеть зовёт нас сама"))
register("account.asked_itself", _("события больше не присылают: спрашиваем сеть сами"))
register("account.administrator_came", _("в сети появился администратор"))
register("account.administrator_gone", _("в сети не стало администратора"))
register("account.administrator_altered", _("в сети изменили права администратора"))
register("account.page_altered", _("в сети изменили страницу"))
register("account.alteration_ours", _("отмечено: изменение в сети наше"))
register("account.alteration_not_ours", _("отмечено: изменение в сети не наше"))
register("account.alteration_settled", _("отмечено: с чужим изменением разобрались"))
register("account.unsubscribed", _("сети сказано больше не присылать события"))
register("key.added", _("добавлен ключ сети"))
register("key.revoked", _("отозван ключ сети"))
register("keys.resealed", _("ключи сетей перешифрованы"))
register("keys.lost", _("связка ключей потеряна, нужны новые ключи сетей"))
register("passport.checked", _("проверено, что могут ключи"))

register_thing("accounts.account", Thing(_("аккаунт"), "title", "accounts:detail", "accounts.see"))
register_facts(
    "account",
    network=Fact(_("сеть"), dict(NetworkSlug.choices)),
    remote_id=Fact(_("номер в сети")),
    changed=Fact(_("что изменено"), _PASSPORT),
    keys=Fact(_("отозвано ключей")),
    alteration=Fact(_("номер изменения")),
    part=Fact(_("что изменили"), dict(PagePart.choices)),
)
register_facts("key", key=Fact(_("ключ")), slot=Fact(_("место"), dict(KeySlot.choices)))
register_facts("keys", number=Fact(_("ключей")), under=Fact(_("под ключом")))
register_facts("keys", accounts=Fact(_("аккаунты"), of="accounts.account"))
register_facts(
    "passport",
    answered=Fact(_("сеть ответила")),
    auto=Fact(_("может сама")),
    by_hand=Fact(_("вручную")),
    absent=Fact(_("сеть не умеет")),
)
