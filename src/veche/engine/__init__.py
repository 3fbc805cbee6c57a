"""Runs tasks later and periodically. Rooms import `django.tasks` alone; which engine carries them is one setting.

An engine may lose a task or run it twice: what must happen exactly once is promised by rows (see `outbox`), not here.
Each of the two engines is a backend for the TASKS setting behind `port.py`; the worker, its lanes and its ticker are
the same for both, and `config/schedule.py` tells them what happens by itself.
"""
