"""The family «law»: what federal laws restrict in public texts."""
