"""What street lighting consists of: streets, lamps in their order, models, supply."""
