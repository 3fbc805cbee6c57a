"""The journal's migrations in a later version: one more, which changes the table."""
