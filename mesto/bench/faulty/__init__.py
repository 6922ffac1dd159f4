"""A town whose lights fail in known ways, told as its devices would tell it.

What it does, so that a reader can judge how hard it is. Every number is drawn from the
seed.

- Eight cabinets feed three lines each, 12 to 22 lamps in a row, 30 m apart; a lamp
  hangs on one of three phases. Three quarters of the feeders have a meter.
- Four fifths are LED with one of three dimming programmes, the rest sodium lamps that
  only burn or do not, and whose power swings with the mains. What a lamp draws at full
  is 0.97 ± 0.04 of its rating; its driver's own need is 2 to 12 % of it.
- Meters err by 2 % and show whole watts, voltages swing by ± 3 % over hours; each
  cabinet's mains dips to 75 to 85 % for five minutes three times a day, and in half of
  the dips a sodium lamp goes out for ten minutes. Power factors fall when dimmed.
- Radio loses 1 to 12 % of the reports, of one lamp in thirty 30 %; one report in twenty
  comes up to an hour late, one in thirty twice; of last words that many lamps say at
  once 60 % arrive. Two fifths
  of the controllers tell health and meters in turns. A gateway, with all lamps and
  meters of one cabinet, is silent for two hours.
- The inventory is wrong: one rating in fifty (a fault to be found: not the lamp in the
  inventory), and for one lamp in sixty the feeder, mostly one of the same cabinet.
  Where a lamp stands is right.
- People burn the lamps of one cabinet by day on purpose, and work on one feeder that is
  without mains meanwhile. Neither is a fault.
- After one evening, faults begin in the first night or the day after it, each on an
  asset of its own, and stay; some lamps are repaired the day after.

What it does not do: fog, metering that drifts, two faults in one lamp, drivers that
stay at a low level whatever they are told.
"""
