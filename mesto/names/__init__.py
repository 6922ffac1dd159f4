"""What things are called in the ledger, where gates and services share the name. Pure.

Gates and services never meet; by these names they mean the same.
"""
