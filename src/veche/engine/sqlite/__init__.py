"""Django's SQLite with one thing added: see `base`."""
