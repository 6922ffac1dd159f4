"""Rounds: which containers are emptied today, by whom and in which order.

    ledger → reading → stops, worth → problem → (own process: model, search) → rounds

`problem.py` is what is to be solved; everything before it decides what it is worth to
come, everything behind it where to drive. PyVRP and the streets are only imported in
the process that computes.
"""
