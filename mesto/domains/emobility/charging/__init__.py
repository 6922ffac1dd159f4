"""How much each car may draw: never more than cables carry, and fairly."""
