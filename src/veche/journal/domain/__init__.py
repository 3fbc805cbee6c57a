"""Verbs and reads of the journal."""
