"""Problems of an account that the outbox knows: acts refused because of its keys, posts changed by others."""

from django.db.models import Exists, OuterRef

from veche.accounts.domain.remarks import Remark
from veche.outbox.domain.divergence import unseen_divergences
from veche.outbox.domain.queries import blamed
from veche.staff.models import Administration


def _refused(administration: Administration) -> Exists:
    return Exists(blamed(administration).filter(account=OuterRef("pk")))


def _changed(administration: Administration) -> Exists:
    return Exists(unseen_divergences(administration).filter(act__account=OuterRef("pk")))


ACCOUNT_REMARKS = (
    Remark("has_refused_act", _refused, "сеть отказала ключу", "bad"),
    Remark("has_changed_post", _changed, "запись в сети меняли не мы", "warn"),
)
