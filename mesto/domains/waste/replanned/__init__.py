"""What sensors are worth by plans made again: with their readings, and without them.

knowledge → again → worth; `run` lets it be reckoned once in a while and keeps it.
"""
