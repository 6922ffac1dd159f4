"""What people write about the business of charging: kinds, readings, answers."""
