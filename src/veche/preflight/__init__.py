"""Checks before publishing, beside `style`: accessibility and law. They only warn."""
