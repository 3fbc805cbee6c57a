"""The family «accessibility»: what a screen reader or a hurried reader cannot take in."""
