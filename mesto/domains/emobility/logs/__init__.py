"""Logs that stations bring: who asked, what came, until when it is kept."""
