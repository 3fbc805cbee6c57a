"""Labelled comments of residents: `tuning`, by which the lists were written, `held_out`, measured once,
`landmarks`, `december` and `stricter`, after which rules were mended.

All are our own. One object a line: `id`, `post`, `at`, `text`, perhaps `reply_to`, and `expected`.
"""
