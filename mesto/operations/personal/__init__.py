"""What is kept of a person, and how it is forgotten without making history untrue."""
