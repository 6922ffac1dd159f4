"""Streets as trucks may drive them: distances, times and the lines that are driven.

extract -> ways, turns -> building -> a network, kept in the town's database
network -> snapping, matrix -> distances between stops
"""
