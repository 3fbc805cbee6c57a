class PublishingError(Exception):
    """The message is one sentence for a person: what happened, what was kept, what to do."""


class OtherPostsWait(PublishingError):
    """Other publications wait for the end of a pause than were decided about."""


class PostNeedsOtherChoice(PublishingError):
    """The choice about publication `post` (an id) is not possible."""

    def __init__(self, post: int, said: str) -> None:
        super().__init__(said)
        self.post = post
