"""What is wrong with street lighting, told from its history as well as its present."""
