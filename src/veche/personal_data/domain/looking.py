"""Whoever looks at what is kept about a person leaves an entry in the journal: one for each look."""

import hmac
import json
from hashlib import sha256

from django.conf import settings
from django.core import signing
from django.db import transaction

from veche.accounts.domain.clients import keyring
from veche.journal.domain.record import record
from veche.kernel.crypto import CryptoError, open_sealed, seal
from veche.personal_data.domain.subject import Subject
from veche.staff.models import Person

SALT, TOKEN = "personal_data.look", "personal_data.look.token"
# How long the page may be loaded again, printed or returned to without another entry.
SECONDS = 3600


def look(*, subject: Subject, by: Person) -> str:
    """Record that this person looks, and return the token by which the page opens.

    It is sealed: histories of browsers and logs of proxies keep addresses, and a resident's number is no matter of
    theirs.
    """
    city = by.administration
    facts = {"network": subject.network, "subject": subject_mark(city.pk, subject)}
    with transaction.atomic():
        record(administration=city, actor=by, verb="personal_data.seen", obj=city, facts=facts)
    said = json.dumps([subject.network, subject.author_id])
    return signing.dumps(seal(keyring(), said, aad=_of_person(by)), salt=TOKEN)


def looked_at(token: str, by: Person) -> Subject | None:
    """Whose data the token of this person opens; None if it is not theirs, changed or too old."""
    try:
        sealed = signing.loads(token, salt=TOKEN, max_age=SECONDS)
        network, author = json.loads(open_sealed(keyring(), sealed, aad=_of_person(by)).reveal())
    except (signing.BadSignature, CryptoError, ValueError):
        return None
    return Subject(network, author)


def _of_person(by: Person) -> str:
    return f"{TOKEN}:{by.administration_id}:{by.pk}"


def subject_mark(city: int, subject: Subject) -> str:
    """The same for the same person: the journal is never erased, so it must not hold a resident's number."""
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, f"{SALT}:{city}:{subject.network}:{subject.author_id}".encode(), sha256).hexdigest()[:32]
