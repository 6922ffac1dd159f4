"""How much of the time one could charge, against what was agreed."""
