"""Labelled comments of residents: `tuning`, by which the lists were written, and `held_out`, measured once.

All are our own. One object a line: `id`, `post`, `at`, `text`, perhaps `reply_to`, and `expected`.
"""
