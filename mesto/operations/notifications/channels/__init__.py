"""The ways out: each carries a letter, or says why it could not.

Each raises Unavailable where trying again may help, and anything else of the kernel's
errors where it will not.
"""
