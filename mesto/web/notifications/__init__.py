"""How one wants to be told, the channels of the town, and what became of messages."""
