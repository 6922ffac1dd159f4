"""A believable town that speaks to mesto as the world does: over real protocols."""
