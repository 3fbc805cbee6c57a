"""Sentences for this room's journal entries."""

from django.db.models import Case, CharField, Q, Value, When
from django.db.models.functions import Concat, Left
from django.utils.translation import gettext_lazy as _

from veche.accounts.enums import KeySlot, NetworkSlug, PagePart
from veche.accounts.models import Account
from veche.journal.verbs import register
from veche.journal.words import Fact, Thing, register_facts, register_thing

_FIELDS = Account._meta.fields  # noqa: SLF001 -- Django's public door
# Four pages of one city bear one name: the network tells them apart.
_NAME = Concat(
    Case(*(When(network=slug, then=Value(f"{word} · ")) for slug, word in NetworkSlug.choices)),
    "title",
    output_field=CharField(),
)
# Who came, went or was given other rights; of a page what stood there and what stands there now.
_CHANGE = Case(
    When(~Q(name=""), then="name"),
    When(~Q(person_id=""), then=Concat(Value("№ "), "person_id")),
    When(
        ~Q(before="") & ~Q(after=""),
        then=Concat(Value("было «"), Left("before", 100), Value("», стало «"), Left("after", 100), Value("»")),
    ),
    When(~Q(after=""), then=Concat(Value("стало «"), Left("after", 100), Value("»"))),
    default=Value(""),
    output_field=CharField(),
)
_PASSPORT = {field.name: field.verbose_name for field in _FIELDS}

register("account.registered", _("внесли аккаунт в реестр"))
register("account.edited", _("изменили паспорт аккаунта"))
register("account.closed", _("закрыли аккаунт, отозвали его ключи"))
register("account.called_back", _("попросили сеть присылать события самой"))
register("account.asked_itself", _("попросили сеть не присылать события: спрашиваем сами"))
register("account.administrator_came", _("в сети добавили администратора"))
register("account.administrator_gone", _("в сети убрали администратора"))
register("account.administrator_altered", _("в сети изменили права администратора"))
register("account.page_altered", _("в сети изменили страницу"))
register("account.alteration_ours", _("отметили: изменение в сети наше"))
register("account.alteration_not_ours", _("отметили: изменение в сети не наше"))
register("account.alteration_settled", _("отметили: с чужим изменением разобрались"))
register("account.unsubscribed", _("сказали сети больше не присылать события"))
register("key.added", _("добавили ключ сети"))
register("key.revoked", _("отозвали ключ сети"))
register("keys.resealed", _("перешифровали ключи сетей"))
register("keys.lost", _("потеряли связку ключей, нужны новые ключи сетей"))
register("passport.checked", _("проверили, что могут ключи"))

register_thing("accounts.account", Thing(_("аккаунт"), _NAME, "accounts:detail", "accounts.see"))
register_thing("accounts.alteration", Thing(_("изменение в сети"), _CHANGE))
register_facts(
    "account",
    network=Fact(_("сеть"), dict(NetworkSlug.choices)),
    remote_id=Fact(_("номер в сети")),
    changed=Fact(_("что изменено"), _PASSPORT),
    keys=Fact(_("отозвано ключей")),
    alteration=Fact(_("подробности"), of="accounts.alteration"),
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
    absent=Fact(_("не может")),
)
