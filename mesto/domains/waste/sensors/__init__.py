"""Whether a container's sensor tells the truth, and whether it is worth its fee.

    readings, taps, emptyings → course → signs → findings → the ledger

A town's containers are looked at a few times a day, some at a time, from the ledger
alone; between two looks nothing of them is kept.
"""
