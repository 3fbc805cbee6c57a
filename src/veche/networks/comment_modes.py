"""What adapters share about opening, limiting and closing comments."""

from typing import Final

# The part of an act that keeps the account's setting as it stood before, for the act that opens again.
BEFORE: Final = "before"
