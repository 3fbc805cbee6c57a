"""A demo city: invented people, training networks, twelve weeks of history that exists on the sandbox's walls.

It imports all other rooms and none imports it: a real installation runs without this folder.
"""
