"""How this room's acts read in the journal."""

from django.utils.translation import gettext_lazy as _

from veche.journal.verbs import register
from veche.journal.words import Fact, Thing, register_facts, register_thing
from veche.moderation.enums import Ground, Term

register("comment.deleted", _("решили удалить комментарий"))
register("comment.restored", _("решили вернуть комментарий"))
register("comment.kept", _("оставили комментарий: не нарушение"))
register("comment.undone", _("отменили решение о комментарии"))
register("comment.proposal_withdrawn", _("сняли предложение удалить: то же писали разные люди"))
register("threshold.changed", _("изменили, с какой уверенности предлагать удаление"))
register("evidence.completed", _("добавили снимок к доказательству"))
register("evidence.sealed", _("доказательству прежней версии дали вторую контрольную сумму"))
register("evidence.sealed_anew", _("закрыли доказательства новой связкой ключей: прежняя потеряна"))
register("evidence.erased", _("стёрли слова из доказательства по требованию закона"))
register("author.restricted", _("решили ограничить автора"))
register("author.released", _("решили снять ограничение"))
register("author.restricted_elsewhere", _("автора ограничили в сети помимо нас"))
register("author.released_elsewhere", _("ограничение сняли в сети помимо нас"))
register("author.term_changed", _("в сети изменили срок ограничения"))

register_thing(
    "moderation.restriction",
    Thing(_("ограничение"), "author_name", "moderation:restriction", "moderation.see", named=_("ограничение автора")),
)
register_facts(
    "author",
    ground=Fact(_("основание"), dict(Ground.choices)),
    term=Fact(_("срок"), dict(Term.choices)),
    until=Fact(_("до")),
    act=Fact(_("отправка"), of="outbox.act"),
    message=Fact(_("комментарий"), of="inbox.message"),
    evidence=Fact(_("контрольная сумма доказательства")),
)
register_facts(
    "comment",
    ground=Fact(_("основание"), dict(Ground.choices)),
    ruling=Fact(_("решение")),
    evidence=Fact(_("контрольная сумма доказательства")),
)
register_facts(
    "threshold",
    ground=Fact(_("основание"), dict(Ground.choices)),
    percent=Fact(_("предлагать с, %")),
    before=Fact(_("раньше с, %")),
)
register_facts(
    "evidence",
    ruling=Fact(_("решение")),
    before=Fact(_("контрольная сумма прежде")),
    evidence=Fact(_("контрольная сумма теперь")),
    parts=Fact(""),
    order=Fact(_("по документу")),
    since=Fact(_("с")),
    sealed=Fact(_("сходятся по контрольным суммам и закрыты")),
    left=Fact(_("не сходятся")),
)
