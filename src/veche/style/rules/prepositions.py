"""R01: prepositions made of nouns."""

from collections.abc import Iterator

from veche.style.dictionary import phrases
from veche.style.finding import Sin
from veche.style.text import Text


def prepositions(text: Text) -> Iterator[Sin]:
    for sentence in text.sentences:
        for first, past, entry in phrases("prepositions").find(sentence.words):
            start, end = sentence.words[first].start, sentence.words[past - 1].end
            said = text.source[start:end]
            yield Sin("R01", start, end, "warning", f"«{said}»: {entry['why']}. Проще: «{entry['plain']}».")
