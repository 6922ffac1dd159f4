"""How a town orders something: guarded, by two people where it matters, for a while.

`give.py` is the one way for people, scenarios and systems. `interlock.py` says what may
not be ordered now, `override.py` what goes back by itself, `approval.py` how a second
person decides; `run.py` ends what is over.
"""
