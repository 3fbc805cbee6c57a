"""How this room's acts read in the journal."""

from django.utils.translation import gettext_lazy as _

from veche.journal.verbs import register

register("act.confirmed", _("выход подтверждён сетью"))
register("act.failed", _("сеть не приняла"))
register("act.missed", _("опоздало и не ушло"))
register("act.seen_by_person", _("человек подтвердил: вышло"))
register("act.absent_by_person", _("человек подтвердил: не вышло"))
register("act.sent_again", _("отправлено ещё раз"))
register("act.given_up", _("отправка отменена"))
register("outbox.frozen", _("заморожено всё"))
register("outbox.released", _("разморожено"))
