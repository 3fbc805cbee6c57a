"""Labels of a post that a law asks for: advertising with its erid (38-ФЗ), age 18+ (436-ФЗ), elections (67-ФЗ).

And what else a version says beside its text.
"""

import re
from dataclasses import asdict, dataclass, replace

from veche.posts.models import PostVersion

NO_ERID = "Запись помечена как реклама, а erid нет. Впишите номер, который дал оператор, или снимите пометку."
BAD_ERID = "В erid только латинские буквы, цифры и дефис. Перепишите номер таким, каким его дал оператор рекламы."
NO_ADVERTISER = "Запись помечена как реклама, а рекламодателя нет. Впишите, чья она, или снимите пометку."

_ERID = re.compile(r"[A-Za-z0-9_-]{5,100}")


@dataclass(frozen=True, slots=True)
class Labels:
    """Fields of `PostVersion` by the same names. `election`: the text is about an election; residents see no label.

    `signed`, `tagged`: whether accounts put their signature and hashtags below (`posts.domain.endings`).
    `first_comment`: what the account itself writes under its post.
    """

    ad: bool = False
    advertiser: str = ""
    erid: str = ""
    adults: bool = False
    election: bool = False
    signed: bool = True
    tagged: bool = True
    first_comment: str = ""

    def __bool__(self) -> bool:
        return self != NONE

    @property
    def line(self) -> str:
        """The line that ends the post in every network; "" without a label that residents must see."""
        age = "18+" if self.adults else ""
        named = [self.advertiser.rstrip("."), f"erid: {self.erid}" if self.erid else ""]
        ad = ". ".join(filter(None, ("Реклама", ", ".join(filter(None, named))))) if self.ad else ""
        return ". ".join(filter(None, (age, ad)))

    @property
    def words(self) -> list[str]:
        """For people who read the version: «реклама, ООО «Двор», erid 2Vt…», «18+», «о выборах»."""
        ad = ", ".join(filter(None, ("реклама", self.advertiser, f"erid {self.erid}" if self.erid else "без erid")))
        told = (
            (self.ad, ad),
            (self.adults, "18+"),
            (self.election, "о выборах"),
            (not self.signed, "без подписи аккаунта"),
            (not self.tagged, "без хештегов аккаунта"),
        )
        return [word for said, word in told if said]

    @property
    def problem(self) -> str:
        """Why the post cannot go out with these labels; "" if it can (38-ФЗ, ст. 18.1)."""
        if not self.ad:
            return ""
        if not self.erid:
            return NO_ERID
        if not _ERID.fullmatch(self.erid):
            return BAD_ERID
        return "" if self.advertiser else NO_ADVERTISER

    @property
    def stored(self) -> dict[str, object]:
        """Values by field of `PostVersion`."""
        return asdict(self)

    @property
    def agreed(self) -> dict[str, object]:
        """What the version's fingerprint says of them. Versions without a first comment keep theirs."""
        marks = replace(self, first_comment="")
        said: dict[str, object] = {}
        if marks:
            said["labels"] = {name: value for name, value in marks.stored.items() if name != "first_comment"}
        return said | ({"first_comment": self.first_comment} if self.first_comment else {})


NONE = Labels()
NAMES = tuple(NONE.stored)


def labels_of(version: PostVersion) -> Labels:
    return Labels(**{name: getattr(version, name) for name in NAMES})


def values_of(labels: Labels) -> dict[str, str]:
    """Values by field name, as `kit.marks` compares them; a tick is "on" or ""."""
    return {name: value if isinstance(value, str) else "on" if value else "" for name, value in labels.stored.items()}
