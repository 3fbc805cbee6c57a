"""Parts of a corrected post that need no new upload."""

from collections.abc import Callable, Iterable, Mapping

from veche.networks.protocol import Edit, OutgoingPost, Parts


def kept_parts(act: Edit, parts: Parts, names_of: Callable[[OutgoingPost], Iterable[str]]) -> dict[str, str]:
    """`parts` and those of the existing post whose content stays, under their new names.

    `names_of`: names of a post's parts: its photos, its files, then its poll, if the network makes it a part.
    """
    made = {content: act.made.get(name, "") for name, content in _contents(act.before, names_of).items()}
    known = {name: made.get(content, "") for name, content in _contents(act.post, names_of).items()}
    return {name: part for name, part in known.items() if part} | dict(parts)


def _contents(post: OutgoingPost, names_of: Callable[[OutgoingPost], Iterable[str]]) -> Mapping[str, str]:
    """Hashes of contents by the name of the part. Where a poll is no part, no name is left for it."""
    contents = [photo.content for photo in post.photos] + [file.sha256 for file in post.files]
    return dict(zip(names_of(post), [*contents, *(["poll"] if post.poll else [])], strict=False))
