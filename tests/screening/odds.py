"""What the linear models alone say of a text."""

from veche.screening.linear import Head, combined, log_odds, packed_sum
from veche.screening.sentences import sentences


def odds_of(text: str) -> dict[Head, float]:
    """Log-odds of each head; 0 is the threshold chosen by calibration."""
    return log_odds(combined([packed_sum(one) for one in sentences(text)]))
