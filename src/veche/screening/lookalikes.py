"""Letters of other alphabets and digits that are put in to slip past a word list. One for one, so that spans hold."""

_PAIRS = dict(zip("aceopxykmthb03", "асеорхукмтнвоз", strict=True)) | {"ё": "е", "@": "а", "$": "с"}
_TABLE = str.maketrans(_PAIRS)


def plain(text: str) -> str:
    """Lower case with look-alikes undone; as long as `text`, letter for letter."""
    return "".join(_lower(char) for char in text).translate(_TABLE)


def _lower(char: str) -> str:
    lowered = char.lower()
    return lowered if len(lowered) == 1 else char
