"""What a worker has imported before it is forked. Nothing here opens a connection or starts a thread."""

import gc
from importlib import import_module

import django

django.setup()
for name in ("tests.engine.tasks", "tests.engine.worker_process", "veche.engine.worker"):
    import_module(name)

gc.freeze()  # the pages of imported modules stay shared with the workers
