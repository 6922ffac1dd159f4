"""An order to many: weighed before it is given, given a few at a time, counted after.

`weigh.py` says who would get it, `ask.py` keeps it, `run.py` gives it in the name of
who asked; `bulk.py` and `pace.py` decide and are pure.
"""
