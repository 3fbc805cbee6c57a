"""Letters of other alphabets that look like Russian ones."""

import re

_LIKE = str.maketrans("ABEKMHOPCTXYaeopcyxkΑΒΕΗΚΜΟΡΤΧΥακορυ", "АВЕКМНОРСТХУаеорсухкАВЕНКМОРТХУакору")
_OTHER = re.compile(r"[a-zα-ωά-ώ]", re.IGNORECASE)
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)


def cyrillic_of(word: str) -> str:
    """A word of mixed alphabets in Russian letters; "" if it is not mixed or a letter looks like no Russian one."""
    if not (_OTHER.search(word) and _CYRILLIC.search(word)):
        return ""
    said = word.translate(_LIKE)
    return "" if _OTHER.search(said) else said
