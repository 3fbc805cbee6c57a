"""Tables that Excel opens, in which no cell becomes a formula."""

import csv
import io

import pytest

from veche.documents.write import delimited


@pytest.mark.parametrize("said", ["=1+1", "+7", "-5", "@SUM(A1)", "\t=1", "\n=1", " =1", "\u00a0\u200b=1", "＝1"])
def test_no_cell_of_csv_is_a_formula(said: str) -> None:
    written = delimited(("Слова",), [(said,), ("a = b",)]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(written, newline=""), delimiter=";")) == [["Слова"], [f"'{said}"], ["a = b"]]
