"""Background and periodic tasks. Rooms import `django.tasks` only; one setting chooses the engine behind it.

An engine may lose a task or run it twice: what must happen exactly once is guaranteed by rows (see `outbox`), not here.
Each of the two engines is a backend for the TASKS setting behind `port.py`; worker, lanes and ticker are the same for
both, and `config/schedule.py` lists the periodic tasks.
"""
