"""Proof that nobody changed what was written: blocks, each over the one before it.

What is written is sealed afterwards, in the order in which it is read, so that writing
pays nothing. A block seals its rows part by part, the ledger's by attribute. What is
lawfully changed or forgotten later is told in a sentence of its own, over the part as
it was and as it is from then on, and all the rest still holds. The chain's head can be
kept elsewhere; who rewrites everything cannot rewrite that.

Why so: docs/decisions/what-was-written-is-proven.md.
"""
