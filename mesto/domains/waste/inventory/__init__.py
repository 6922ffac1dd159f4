"""What waste collection has, and what people write about it."""
