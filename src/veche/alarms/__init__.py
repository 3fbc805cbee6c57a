"""Letters to those responsible for an account: one event, one letter."""
