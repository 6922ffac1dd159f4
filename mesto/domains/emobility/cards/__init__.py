"""Cards and other tokens: who may charge where, and by which tariff."""
