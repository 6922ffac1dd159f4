"""That a container was emptied: seen by its sensor, reported, weighed."""
