"""The command `veche read-plan`."""
