"""The devices of a town: what each measures and when it speaks.

No sockets and no clock: time arrives as an argument. A fleet remembers only what its
devices remember: what they said last, what they were told, what their meters show.
"""
