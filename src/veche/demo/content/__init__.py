"""Texts of the demo city, written for it; no real person is meant."""
