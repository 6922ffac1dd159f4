"""The light of past nights as another setting would have made it.

ground (streets as arrays) → passers (who goes where) → lit (which lamps, how long)
→ nights (kWh, who had light ahead) → compared
"""
