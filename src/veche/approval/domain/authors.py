from veche.posts.models import PostVersion


def authors(version: PostVersion) -> set[int]:
    """Who began the post and everybody who edited this text. Reads `writer_ids`, if they were read with it (as of
    `posts.domain.parts`), else `writers` (prefetch them)."""
    known = {version.author_id, version.saved_by_id, version.post.author_id}
    read: set[int] | None = getattr(version, "writer_ids", None)
    return known | ({person.pk for person in version.writers.all()} if read is None else read)
