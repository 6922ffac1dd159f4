"""How a town orders something: guarded, by two people where it matters, for a while.

`give.py` is the one way for people, scenarios and systems. `interlock.py` says what may
not be ordered now, `override.py` what goes back by itself, `approval.py` what a second
person agrees to and `waiting.py` who may; `decide.py` is how. `run.py` ends what is
over, `many/` orders of many at once. What is refused is said in `words.py`.
"""
