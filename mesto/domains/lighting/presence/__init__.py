"""Light that follows people along the streets, and rests where nobody is.

seen → tracks (where to) → reach (which lamps) → tunnel (how bright, until when)
"""
