"""Signature and hashtags of an account, put below a post there."""

from veche.accounts.models import Account
from veche.posts.domain.rendering import Draft, draft_of
from veche.posts.models import PostVersion


def ending_of(version: PostVersion, account: Account, draft: Draft | None = None) -> str:
    """What is put below the post in this account: of a frozen version what its approval was asked with.

    `draft`: text and switches that are not saved. Reads `variants` (prefetch them).
    """
    if draft is None and version.frozen_at is not None:
        return str(version.endings.get(str(account.pk), ""))
    words = draft or draft_of(version)
    text = words.for_network(account.network)
    signature = account.signature if words.labels.signed else ""
    tags = _tags(account.hashtags, text) if words.labels.tagged else ""
    return "\n\n".join(part for part in ("" if signature in text else signature, tags) if part)


def _tags(hashtags: str, text: str) -> str:
    """Those that the writer has not typed already."""
    typed = {word.rstrip(".,!?;:").casefold() for word in text.split()}
    return " ".join(tag for tag in hashtags.split() if tag.casefold() not in typed)
