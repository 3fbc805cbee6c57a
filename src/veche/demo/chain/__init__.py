"""`veche demo`: the whole chain from plan to journal, without a browser's window.

It uses the program only from outside: the processes of `veche run`, the pages' own forms over HTTP, and the control API
of the training networks, which decides what happened. It imports no other room.
"""
