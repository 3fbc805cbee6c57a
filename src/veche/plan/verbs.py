"""How this room's acts read in the journal."""

from django.utils.translation import gettext_lazy as _

from veche.journal.verbs import register
from veche.journal.words import Fact, Thing, register_facts, register_thing
from veche.plan.enums import OccasionKind

register("occasion.added", _("записан повод"))
register("plan.added", _("поставлено в план"))
register("plan.moved", _("перенесено в плане"))
register("plan.aimed", _("изменены сети в плане"))
register("plan.cancelled", _("снято с плана"))

register_thing("plan.occasion", Thing(_("повод"), "title"))
register_thing("plan.planitem", Thing(_("пункт плана"), "title", "plan:item", "plan.see"))
register_facts("occasion", kind=Fact(_("вид"), dict(OccasionKind.choices)))
register_facts(
    "plan",
    accounts=Fact(_("куда"), of="accounts.account"),
    publish_at=Fact(_("выход")),
    **{"from": Fact(_("было")), "to": Fact(_("стало"))},
)
