"""What residents write, without the names of residents whom VK puts into an answer: «[id77|Анна], …»."""

import re

_ADDRESSED = re.compile(r"^\s*\[id\d+[^|\]]*\|[^\]]*\]\s*[,:]?\s*")
_NAMED = re.compile(r"\[id\d+[^|\]]*\|[^\]]*\]")


def unnamed(text: str) -> str:
    return _NAMED.sub("(имя)", _ADDRESSED.sub("", text))
