"""Training data of the models, and data excluded from it."""

import pytest

from scripts import screening_sources
from tests.screening_set import half


@pytest.mark.sweep
def test_nothing_that_is_reported_on_teaches():
    taught = {_bare(one.text) for one in (*screening_sources.comments(), *screening_sources.residents())}

    assert len(taught) > 40_000
    assert not taught & {_bare(line.text) for line in half("reporting")}


def _bare(text: str) -> str:
    return "".join(letter for letter in text.lower().replace("ё", "е") if letter.isalpha())
