"""The figures of load management, on charging sessions that were."""
