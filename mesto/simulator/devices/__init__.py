"""What the devices and their network servers put into bytes. Pure.

Written from public tables and not from the gates' decoders, so that one checks the
other.
"""
