from veche.posts.models import PostVersion


def authors(version: PostVersion) -> set[int]:
    """Who began the post and everybody who edited this text (prefetch `writers`)."""
    known = {version.author_id, version.saved_by_id, version.post.author_id}
    return known | {person.pk for person in version.writers.all()}
