"""The town's own vehicles, and when they leave."""
