"""Letters to who answers for an account when something of it did not go out: one thing, one letter."""
