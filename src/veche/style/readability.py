"""The years of school that a text requires."""

import re

from veche.style.report import Readability
from veche.style.text import Text

_VOWEL = re.compile("[аеёиоуыэюя]")


def readability(text: Text) -> Readability:
    """The Flesch–Kincaid grade with Oborneva's coefficients for Russian.

    0.5·(words per sentence) + 8.4·(syllables per word) − 15.59, limited to 1…17.
    """
    sentences = [sentence for sentence in text.sentences if sentence.length]
    words = sum(sentence.length for sentence in sentences)
    if not words:
        return Readability(1, "понятно всем")
    syllables = sum(len(_VOWEL.findall(word.low)) for word in text.words)
    grade = round(0.5 * words / len(sentences) + 8.4 * syllables / words - 15.59)
    return _named(min(max(grade, 1), 17))


def _named(grade: int) -> Readability:
    if grade == 1:
        return Readability(grade, "понятно любому")
    if grade <= 11:
        return Readability(grade, f"понятно с {grade} класса")
    return Readability(grade, "понятно студенту" if grade < 16 else "понятно юристу")
