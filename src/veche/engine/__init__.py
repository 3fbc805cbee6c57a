"""Runs tasks later and periodically. Rooms import `django.tasks` alone; which engine carries them is one setting.

An engine may lose a task or run it twice: what must happen exactly once is promised by rows (see `outbox`), not here.
A second engine needs a backend for the TASKS setting, and a worker that takes the tables of `config/schedule.py`.
"""
