"""Numbers that no column can store are None; all else is parsed as by the standard library."""

import json

import pytest

from veche.kernel.foreign_json import loads


@pytest.mark.parametrize(
    "number", ["1e999", "-1e999", "NaN", "Infinity", "-Infinity", "9" * 5000, str(2**63), str(-(2**63)), "1" + "0" * 19]
)
def test_a_number_that_no_row_can_hold_is_none(number: str) -> None:
    assert loads(f'{{"a": [{number}]}}') == {"a": [None]}


@pytest.mark.parametrize("text", ['{"a": [1, -2.5, 1e3, true, null, "x", 9223372036854775807]}', "[]", '"x"', "0"])
def test_everything_else_is_read_as_ever(text: str) -> None:
    assert loads(text) == loads(text.encode()) == json.loads(text)


@pytest.mark.parametrize("text", ["", "{", "{'a': 1}", "[" * 200_000 + "]" * 200_000, b"\xff"])
def test_what_is_no_json_is_a_value_error(text: str | bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        loads(text)
