from veche.posts.models import PostVersion


class PostError(Exception):
    """The message is one sentence for a person: what happened, what was kept, what to do."""


class Conflict(PostError):
    """Somebody saved another text meanwhile. `theirs`: the stored one."""

    def __init__(self, sentence: str, theirs: PostVersion) -> None:
        super().__init__(sentence)
        self.theirs = theirs


class ChangeDecided(PostError):
    """Somebody else has decided about these sentences, or their author took them back."""
