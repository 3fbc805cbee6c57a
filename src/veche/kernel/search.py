import re


def in_any_case(words: str) -> str:
    """A pattern for `__iregex` that finds words in any case and «ё» by «е»: SQLite's LIKE knows no Russian capitals."""
    return re.sub("[её]", "[её]", re.escape(words.strip().lower()))
