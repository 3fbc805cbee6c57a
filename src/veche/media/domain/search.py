"""Words by which the library finds a file."""

from veche.media.models import Rights


def found_by(rights: Rights, name: str) -> str:
    """Name, words, author, owner and people in lower case."""
    said = (rights.title, name, rights.words, rights.author, rights.owner, rights.people)
    return " ".join(" ".join(said).casefold().replace("ё", "е").split())


def asked_words(typed: str) -> list[str]:
    """The words of a question, as `found_by` has them; at most eight."""
    return typed.casefold().replace("ё", "е").split()[:8]
