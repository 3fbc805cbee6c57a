"""The journal's migrations as they may stand in a year: one more, which changes the table."""
