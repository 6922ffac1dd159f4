"""A TALQ 2.7.1 gateway as a vendor would sell it, with a street behind it.

Written from the gateway's side of the standard alone, so that it is a stranger to the
product, as a vendor's is.
"""
