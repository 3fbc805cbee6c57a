import re

_E = "еёЕЁ"


def in_any_case(words: str) -> str:
    """A pattern for `__regex` that finds words in any case, with «ё» equal to «е».

    Every letter is spelled out in both cases: SQLite's LIKE knows no Russian capitals, and neither does PostgreSQL with
    the locale C. NUL is removed, because PostgreSQL refuses it.
    """
    return "".join(_either(letter) for letter in words.replace("\x00", "").strip())


def _either(letter: str) -> str:
    if letter in _E:
        return f"[{_E}]"
    cases = dict.fromkeys((letter.lower(), letter.upper()))
    if len(cases) == 1 or any(len(case) > 1 for case in cases):
        return re.escape(letter)
    return f"[{''.join(cases)}]"
