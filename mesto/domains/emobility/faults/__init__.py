"""What is wrong with stations, in words; what explains it; and what is tried first."""
