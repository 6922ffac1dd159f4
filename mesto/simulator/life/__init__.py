"""How a town lives: pure functions of a seed and the time, without memory."""
