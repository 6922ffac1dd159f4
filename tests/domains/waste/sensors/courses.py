"""Courses of containers that are told in a few words."""

from mesto.domains.waste.sensors.course import DAY_S, HOUR_S, Course, Emptied

NOW_S = 2_000 * DAY_S
STEP_S = 2 * HOUR_S


def sawtooth(days=60, every=4, rate=0.2, read=lambda level, _day: level, **more):
    """Fill a container by `rate` a day, empty it every few days at noon.

    read: what the sensor makes of a level on a day
    """
    begin_s = NOW_S - days * DAY_S
    levels, emptied = [], []
    for step in range(int(days * DAY_S / STEP_S)):
        at_s = begin_s + step * STEP_S
        day = (at_s - begin_s) / DAY_S
        since = (day - 0.5) % every
        level = rate * since + 0.02
        tremble = 0.01 * ((step * 7) % 3 - 1)
        levels.append((at_s, min(max(read(level, day) + tremble, 0.0), 1.0)))
    for turn in range(int(days / every) + 1):
        at_s = begin_s + (turn * every + 0.5) * DAY_S
        if at_s < NOW_S:
            emptied.append(Emptied(at_s))
    given = {"urn": "urn:ngsi-ld:WasteContainer:1", "now_s": NOW_S, "levels": levels}
    return Course(**{**given, "emptied": emptied, **more})
