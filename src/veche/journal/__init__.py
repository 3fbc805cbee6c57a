"""The audit journal: append-only, one hash chain for each administration."""
