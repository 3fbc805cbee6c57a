"""Training networks: strict APIs of social networks over one SQLite file, with faults and a page to look at.

Written from the networks' published specifications only; it imports nothing of the product, so it can judge it.
"""
