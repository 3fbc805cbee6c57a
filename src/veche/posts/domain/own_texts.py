"""Networks with a text of their own, which changes of the common text do not reach."""

from collections.abc import Collection
from dataclasses import dataclass

from veche.posts.domain.changes import Changes, Paragraphs, changed_words
from veche.posts.domain.rendering import draft_of
from veche.posts.models import PostVersion


@dataclass(frozen=True, slots=True)
class OwnText:
    """`paragraphs`: from the common text to the network's own. `same`: they are equal.

    `untouched`: the compared version had the same own text and another common one. `told`: the list of changes shows
    the same differences.
    """

    network: str
    paragraphs: Paragraphs
    same: bool
    untouched: bool
    told: bool = False


def own_texts(
    version: PostVersion, networks: Collection[str], before: PostVersion | None = None, found: Changes | None = None
) -> tuple[OwnText, ...]:
    """In order of `networks`. Reads `variants` of both versions (prefetch them)."""
    words = draft_of(version)
    listed = {change.network: change.paragraphs for change in found.texts} if found is not None else {}
    was = draft_of(before) if before is not None else None
    return tuple(
        OwnText(
            network=network,
            paragraphs=(paragraphs := changed_words(words.text, words.variants[network])),
            same=words.text == words.variants[network],
            untouched=was is not None
            and was.text != words.text
            and was.variants.get(network) == words.variants[network],
            told=listed.get(network) == paragraphs,
        )
        for network in networks
        if network in words.variants
    )
