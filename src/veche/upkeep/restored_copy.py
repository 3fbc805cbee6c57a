"""The result of a restore, for the lines that are printed."""

from dataclasses import dataclass

from veche.upkeep import archive


@dataclass(frozen=True, slots=True)
class Report:
    """`taken`: when the copy was made, on the city's clock. `journals`: the verifier's line for each administration.
    `doubted`: number of acts that are looked up before anything is sent."""

    manifest: archive.Manifest
    taken: str
    journals: tuple[str, ...]
    journal_whole: bool
    doubted: int
    keyring: str
