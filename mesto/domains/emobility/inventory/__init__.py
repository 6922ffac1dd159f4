"""Which stations there are, and which wait to be let in."""
