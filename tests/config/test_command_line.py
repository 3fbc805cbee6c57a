"""The parser's answer to a wrong command: Russian, and code 2."""

import pytest

from veche.cli import main

WRONG = {
    ("check-text",): "Не хватает: FILE.",
    ("check-text", "a.txt", "--threshold"): "После --threshold нужно значение.",
    ("check-text", "a.txt", "--wrong"): "Лишнее: --wrong.",
    ("check-text", "a.txt", "--threshold", "300"): "--threshold: «300» не число баллов: от 0 до 100.",
    ("run", "--port", "five"): "--port: «five» не целое число.",
}


@pytest.mark.parametrize("typed", WRONG)
def test_a_complaint_is_russian(typed, capsys):
    with pytest.raises(SystemExit) as end:
        main(typed)
    assert end.value.code == 2
    assert capsys.readouterr().err.startswith(WRONG[typed])


def test_a_command_that_is_none(capsys):
    with pytest.raises(SystemExit):
        main(["fly"])
    assert capsys.readouterr().err.startswith("команда: «fly» не годится, есть: run, ")
