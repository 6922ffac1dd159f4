"""What collection drives, what it drove before, and what is saved; and what is billed.

terms → facts → saving → page
"""
