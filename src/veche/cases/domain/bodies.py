"""Whose a question is that the administration does not answer for, and how residents reach them."""

from dataclasses import dataclass

from veche.cases.models import CaseSettings

DASH = " — "


@dataclass(frozen=True, slots=True)
class Body:
    """`reach`: how to reach it, a sentence without its full stop."""

    name: str
    reach: str

    @property
    def sentence(self) -> str:
        return f"Здравствуйте! Этим занимаемся не мы, а {self.name}. {self.reach}."


def bodies_of(terms: CaseSettings) -> list[Body]:
    """In the order of the setting."""
    return [Body(name, reach) for name, reach in map(parts_of, lines_of(terms.bodies)) if name and reach]


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def parts_of(line: str) -> tuple[str, str]:
    """Name and way of a line «кто — как обратиться»; the second is empty without a dash."""
    name, _dash, reach = line.replace(" – ", DASH).replace(" - ", DASH).partition(DASH)
    reach = reach.strip().rstrip(".")
    return name.strip(), reach[:1].upper() + reach[1:]
