"""The form of a Russian noun for a number."""


def form(number: int, one: str, few: str, many: str) -> str:
    """The form for the number: 1 запись, 2 записи, 5 записей, 21 запись."""
    if number // 10 % 10 == 1:
        return many
    return {1: one, 2: few, 3: few, 4: few}.get(number % 10, many)
