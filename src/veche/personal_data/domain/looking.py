"""Whoever looks at what is kept about a person leaves an entry in the journal: one for each look."""

import hmac
from hashlib import sha256

from django.conf import settings
from django.core import signing
from django.db import transaction

from veche.journal.domain.record import record
from veche.personal_data.domain.subject import Subject
from veche.staff.models import Person

SALT = "personal_data.look"
# How long the page may be loaded again, printed or returned to without another entry.
SECONDS = 3600


def look(*, subject: Subject, by: Person) -> str:
    """Record that this person looks, and return the token by which the page opens."""
    city = by.administration
    facts = {"network": subject.network, "subject": subject_mark(city.pk, subject)}
    with transaction.atomic():
        record(administration=city, actor=by, verb="personal_data.seen", obj=city, facts=facts)
    return signing.dumps([by.pk, city.pk, subject.network, subject.author_id], salt=SALT)


def looked_at(token: str, by: Person) -> Subject | None:
    """Whose data the token of this person opens; None if it is not theirs, changed or too old."""
    try:
        person, city, network, author = signing.loads(token, salt=SALT, max_age=SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Subject(network, author) if (person, city) == (by.pk, by.administration_id) else None


def subject_mark(city: int, subject: Subject) -> str:
    """The same for the same person: the journal is never erased, so it must not hold a resident's number."""
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, f"{SALT}:{city}:{subject.network}:{subject.author_id}".encode(), sha256).hexdigest()[:32]
