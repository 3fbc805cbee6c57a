"""Verbs and queries of the journal."""
