"""`veche demo`: the whole chain without a browser's window.

It knows the program only from outside: the processes of `veche run`, the pages' own forms over HTTP, and the control
API of the training networks, which is the judge. It imports nothing of the other rooms.
"""
