"""What is checked: a text with its pictures, consents and circumstances."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

type MediaKind = Literal["photo", "video", "card", "animation", "other"]
# 67-ФЗ, ст. 46, п. 3: within five days before the voting and until it ends.
SILENT_DAYS = 5
# 67-ФЗ: a vote is called at most 90 to 110 days ahead.
CAMPAIGN_DAYS = 110


@dataclass(frozen=True, slots=True)
class Media:
    """One picture or video. None: nobody told.

    `alt`: its description, "" if it has none; `text`: words inside the picture; `flashes`: a second;
    `contrast`: of words to their background, 1…21.
    """

    kind: MediaKind = "photo"
    alt: str | None = None
    text: str = ""
    subtitles: bool | None = None
    flashes: float | None = None
    contrast: float | None = None
    consent: bool | None = None
    shows_children: bool | None = None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """`today`: the day of publishing. `campaign`: whether an election campaign is on, None if nobody told.

    `voting`: first and last day of voting. `silent`: told outright that polls may not be published.
    """

    today: date
    campaign: bool | None = None
    voting: tuple[date, date] | None = None
    silent: bool | None = None
    candidates: tuple[str, ...] = ()
    erid: str = ""

    @property
    def in_campaign(self) -> bool:
        if self.campaign is not None:
            return self.campaign
        return self.voting is not None and self.voting[0] - timedelta(CAMPAIGN_DAYS) <= self.today <= self.voting[1]

    @property
    def polls_forbidden(self) -> bool:
        if self.silent is not None:
            return self.silent
        return self.voting is not None and self.voting[0] - timedelta(SILENT_DAYS) <= self.today <= self.voting[1]


@dataclass(frozen=True, slots=True)
class Post:
    """`photos`: how many photos go with the text. `consent`: whether those shown agreed, None if nobody told."""

    text: str
    at: Circumstances
    media: tuple[Media, ...] = ()
    photos: int = 0
    consent: bool | None = None
