"""Names of the buckets in which calls are counted; each network's own rates stand in `networks/<slug>/pace.py`.

The key is limited, whoever uses it and from wherever, so a bucket is named by a digest of the key; a chat by its id.
Where a network names no number, a careful one of ours stands and says so.
"""

import hashlib

from veche.networks.protocol import SecretLike


def digest(key: SecretLike) -> str:
    """Long and random as they are, keys cannot be found again from this."""
    return hashlib.sha256(key.reveal().encode()).hexdigest()[:20]
