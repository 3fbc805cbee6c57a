"""How this room's acts read in the journal."""

from django.utils.translation import gettext_lazy as _

from veche.journal.verbs import register
from veche.journal.words import Fact, Thing, register_facts, register_thing
from veche.plan.enums import OccasionKind

_FIELDS = {
    "title": _("название"),
    "format": _("формат"),
    "category": _("рубрика"),
    "occasion": _("повод"),
    "department": _("отдел"),
    "note": _("заметка"),
    "kind": _("вид"),
    "starts_at": _("когда"),
    "has_hour": _("известно ли время"),
    "place": _("где"),
}

register("occasion.added", _("записали повод"))
register("occasion.changed", _("изменили повод"))
register("occasion.removed", _("удалили повод"))
register("plan.added", _("поставили в план"))
register("plan.described", _("изменили пункт плана"))
register("plan.moved", _("перенесли в плане"))
register("plan.aimed", _("изменили сети в плане"))
register("plan.cancelled", _("сняли с плана"))
register("plan.restored", _("вернули в план"))

register_thing("plan.occasion", Thing(_("повод"), "title", "plan:occasion_page", "plan.see"))
register_thing("plan.planitem", Thing(_("пункт плана"), "title", "plan:item", "plan.see"))
register_facts("occasion", kind=Fact(_("вид"), dict(OccasionKind.choices)), changed=Fact(_("что"), _FIELDS))
register_facts(
    "plan",
    changed=Fact(_("что"), _FIELDS),
    accounts=Fact(_("куда"), of="accounts.account"),
    publish_at=Fact(_("выход")),
    **{"from": Fact(_("было")), "to": Fact(_("стало"))},
)
