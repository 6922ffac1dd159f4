"""Commands that are guarded: by a second person, by interlocks, by an end."""
