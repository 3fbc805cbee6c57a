"""Sentences for this room's journal entries."""

from django.db.models import Case, CharField, Q, Value, When
from django.db.models.functions import Concat, Left

from veche.accounts.enums import ChecklistStep, KeySlot, PagePart, ProposalKind
from veche.accounts.models import Account
from veche.journal.verbs import register, register_when
from veche.journal.words import Fact, Thing, register_facts, register_thing
from veche.kit.choices import network_choices

_FIELDS = Account._meta.fields  # noqa: SLF001 -- Django's public door
# Four pages of one city bear one name: the network tells them apart.
_NAME = Concat(
    Case(*(When(network=slug, then=Value(f"{word} · ")) for slug, word in network_choices())),
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
_PASSPORT = {field.name: str(field.verbose_name) for field in _FIELDS}

register("account.registered", "внесли аккаунт в реестр")
register("account.edited", "изменили паспорт аккаунта")
register("account.closed", "закрыли аккаунт, отозвали его ключи")
register("account.called_back", "попросили сеть присылать события самой")
register("account.asked_itself", "попросили сеть не присылать события: спрашиваем сами")
register("account.administrator_came", "в сети добавили администратора")
register("account.administrator_gone", "в сети убрали администратора")
register("account.administrator_altered", "в сети изменили права администратора")
register("account.page_altered", "в сети изменили страницу")
register("account.alteration_ours", "отметили: изменение в сети наше")
register("account.alteration_not_ours", "отметили: изменение в сети не наше")
register("account.alteration_settled", "отметили: с чужим изменением разобрались")
register("account.unsubscribed", "сказали сети больше не присылать события")
register("account.proposed", "предложили завести аккаунт")
register_when("account.proposed", {"kind": ProposalKind.CLOSE}, "предложили закрыть аккаунт")
register("account.proposal_agreed", "согласовали новый аккаунт")
register_when("account.proposal_agreed", {"kind": ProposalKind.CLOSE}, "согласовали закрытие аккаунта")
register("account.proposal_refused", "отказали в новом аккаунте")
register_when("account.proposal_refused", {"kind": ProposalKind.CLOSE}, "отказали в закрытии аккаунта")
register("account.proposal_withdrawn", "отозвали предложение об аккаунте")
register("account.step_done", "отметили шаг с аккаунтом")
register("account.step_undone", "сняли отметку о шаге с аккаунтом")
register("key.added", "добавили ключ сети")
register("key.revoked", "отозвали ключ сети")
register("keys.resealed", "перешифровали ключи сетей")
register("keys.lost", "потеряли связку ключей, нужны новые ключи сетей")
register("passport.checked", "проверили, что могут ключи")

register_thing("accounts.account", Thing("аккаунт", _NAME, "outbox:account", "accounts.see"))
register_thing("accounts.alteration", Thing("изменение в сети", _CHANGE))
register_thing(
    "accounts.accountproposal",
    Thing("предложение об аккаунте", _NAME, "accounts:proposal", "accounts.see_proposals"),
)
register_facts(
    "account",
    network=Fact("сеть", dict(network_choices())),
    remote_id=Fact("номер в сети"),
    changed=Fact("что изменено", _PASSPORT),
    keys=Fact("отозвано ключей"),
    alteration=Fact("подробности", of="accounts.alteration"),
    part=Fact("что изменили", dict(PagePart.choices)),
    kind=Fact("что предлагают", dict(ProposalKind.choices)),
    step=Fact("шаг", dict(ChecklistStep.choices)),
    day=Fact("сделано"),
    finished=Fact("весь список пройден"),
)
register_facts("key", key=Fact("ключ"), slot=Fact("место", dict(KeySlot.choices)))
register_facts("keys", number=Fact("ключей"), under=Fact("под ключом"))
register_facts("keys", accounts=Fact("аккаунты", of="accounts.account"))
register_facts(
    "passport",
    answered=Fact("сеть ответила"),
    auto=Fact("может сама"),
    by_hand=Fact("вручную"),
    absent=Fact("не может"),
)
