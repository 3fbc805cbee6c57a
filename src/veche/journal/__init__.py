"""The record of who did what: append-only, one hash chain for each administration."""
