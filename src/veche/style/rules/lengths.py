"""R11: long sentences."""

from collections.abc import Iterator

from veche.style.finding import Sin
from veche.style.text import Text

LONG, VERY_LONG = 20, 30


def sentences(text: Text) -> Iterator[Sin]:
    for sentence in text.sentences:
        if sentence.length > LONG:
            yield Sin(
                "R11",
                sentence.start,
                sentence.end,
                "error" if sentence.length > VERY_LONG else "warning",
                f"В предложении {sentence.length} слов. Разделите его: читают до двадцати.",
                family="readability",
            )
