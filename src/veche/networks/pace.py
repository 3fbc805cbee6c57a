"""Names of the rate limit buckets; each network's rates are in `networks/<slug>/pace.py`.

A network limits the key, whoever uses it, so a bucket is named by a digest of the key, and a chat's bucket by its id.
Where a network documents no number, `pace.py` names a careful one as ours.
"""

import hashlib

from veche.networks.protocol import SecretLike


def digest(key: SecretLike) -> str:
    """A digest that names the bucket of a key. Keys are long and random, so it cannot be reversed."""
    return hashlib.sha256(key.reveal().encode()).hexdigest()[:20]
