from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check. `words`: the state; `todo`: what to do, empty if all is well.

    Neither holds a secret: the report is meant to be shown. After an `unusable` one no further check is possible.
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
