"""A town whose container sensors fail in known ways, told as they would tell it.

What it does, so that a reader can judge how hard it is. Every number is drawn from
the seed.

- 240 containers, one to three of a fraction on an isle, fill by 3 to 50 % a day (median
  12 %), by the weekday, by chance from day to day, some settle. A lorry comes every 1
  to 14 days; one round in thirty is missed, six groups in a hundred go without any for
  8 to 14 days, and waste then lies beside the container.
- Emptyings are reported to within an hour (76 % of groups), by the day only (12 %), or
  not at all (12 %); one in twenty of the others is not reported, and every second
  container has an emptying reported that never was.
- Two containers in five are looked into every few days, in quarters, with a spread of 7
  points; three looks in a hundred are of another container.
- Sensors report every 1 to 6 hours; noise is 0.6 to 2.5 points, warmth adds up to 0.12
  points a degree, waste heaps under the eye or beside it, one reading in a hundred is
  an echo from anywhere, one in 2,500 is impossible. One in ten tells its level in steps
  of 5 points. Radio loses 1 to 12 %, of one in twenty-five 25 %; gateways are silent
  for up to 50 hours. A crew tips the container, and the sensor says so.
- The inventory is wrong: one isle in sixty, one period in forty.
- Some containers are hardly used, closed for weeks, always dirty; batteries are
  exchanged. None of that is a fault.
- Faults begin within a hundred days, each on a container of its own; a quarter of those
  that can be are mended. What nobody could tell, because nobody reports, looks or
  empties, need not be found, but must not be said wrongly.

What it does not do: two faults in one sensor, snow, readings forged on purpose.
"""
