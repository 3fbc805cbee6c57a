"""The command `veche route`."""
