"""Charging stations that speak OCPP, as makers sell them, and the cars at them.

Written from the station's side of the standard alone, so that they are strangers to the
product, as a maker's are. Pure; `wire/chargers.py` has the lines.
"""
