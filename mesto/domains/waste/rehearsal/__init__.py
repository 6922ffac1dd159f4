"""What another way to collect would have come to, on what containers really took.

fills → foresight → policies → replay
"""
