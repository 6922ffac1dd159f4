"""One lamp controller alone, sound or broken in a way that is told."""
