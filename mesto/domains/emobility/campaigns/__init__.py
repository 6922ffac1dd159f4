"""New firmware for stations, some first, then more, then all."""
