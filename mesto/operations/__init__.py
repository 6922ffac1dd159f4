"""What a town does about what it sees: each folder is one way of acting.

Decisions are pure and stand in modules of their own; beside them is what runs them. A
folder knows the kernel, and another folder only where it acts by it: a scenario opens
a work order, an escalation sends a notification. What comes of a decision is said in
the ledger or ordered, like everything else, so that it has a history and an author.
"""
