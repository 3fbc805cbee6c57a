from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `words` say how it is; `todo` says what to do and is empty when all is well.

    Neither ever holds a secret: the report is meant to be shown to others. After an `unusable` one nothing more can be
    looked at.
    """

    about: str
    words: str
    todo: str = ""
    unusable: bool = False

    @property
    def good(self) -> bool:
        return not self.todo

    def __str__(self) -> str:
        return f"✓ {self.about}: {self.words}" if self.good else f"✗ {self.about}: {self.words}\n    → {self.todo}"
