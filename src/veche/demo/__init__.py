"""A living demo city: invented people, training networks, twelve weeks of history that really stands on their walls.

It stands above all other rooms and nothing of theirs knows it: a real installation runs without this folder.
"""
