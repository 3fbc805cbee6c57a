"""The poll of a version, stored as typed, also incomplete; the networks' rules check it."""

from dataclasses import dataclass

from veche.posts.models import PostPoll, PostVersion


@dataclass(frozen=True, slots=True)
class PollWords:
    """`open_days` 0: open while the post exists."""

    question: str = ""
    options: tuple[str, ...] = ()
    multiple: bool = False
    anonymous: bool = True
    open_days: int = 0

    def __bool__(self) -> bool:
        return bool(self.question.strip() or any(option.strip() for option in self.options))


def words_of(version: PostVersion) -> PollWords:
    """The poll, empty if there is none. Reads it from the database."""
    return _words(PostPoll.objects.of(version.administration_id).filter(version=version).first())


def words_in(version: PostVersion) -> PollWords:
    """The poll as read with the version (`posts.domain.queries.versions_of`)."""
    return _words(getattr(version, "poll", None))


def _words(found: PostPoll | None) -> PollWords:
    if found is None:
        return PollWords()
    return PollWords(found.question, tuple(found.options), found.multiple, found.anonymous, found.open_days or 0)


def save_poll(version: PostVersion, poll: PollWords | None) -> None:
    """Part of `write.save_text`: call it inside its transaction."""
    if poll is None:
        return
    rows = PostPoll.objects.of(version.administration_id)
    if not poll:
        rows.filter(version=version).delete()
        return
    words = {
        "question": poll.question,
        "options": list(poll.options),
        "multiple": poll.multiple,
        "anonymous": poll.anonymous,
        "open_days": poll.open_days or None,
    }
    owner = {"administration_id": version.administration_id}
    rows.update_or_create(version=version, defaults=words, create_defaults={**words, **owner})


def copy_poll(last: PostVersion, fresh: PostVersion) -> None:
    found = words_of(last)
    save_poll(fresh, found or None)
