"""Telling people and systems: what, to whom, by which channel, when, and whether.

`notice.py` is what others say, `tell.py` keeps it. From there it goes one way:
`plan.py` decides who hears of it, how and when, `pack.py` what goes together
in a message, and `channels/` carry it. `run.py` does so with what is in the database.
"""
