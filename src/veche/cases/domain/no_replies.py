"""Authors who take no answers, as a person has said of an earlier question of theirs."""

from django.db.models import Exists, OuterRef, Q

from veche.cases.enums import WhyClosed
from veche.inbox.models import Message
from veche.staff.models import Administration


def takes_no_answers(administration: Administration) -> Exists:
    """Annotation of a comment: whether «автор не принимает ответы» was said of its author in this account."""
    said = Q(question__why=WhyClosed.NO_REPLIES) | Q(in_case__case__why_closed=WhyClosed.NO_REPLIES)
    rows = Message.objects.of(administration).filter(
        said, account=OuterRef("account"), author_id=OuterRef("author_id"), private=False
    )
    return Exists(rows.exclude(author_id=""))
