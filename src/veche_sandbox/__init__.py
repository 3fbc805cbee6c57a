"""Training networks: strict APIs of social networks over one SQLite file, with fault injection and public pages.

Written from the networks' published specifications only. It imports nothing of the product, so that it can test it.
"""
