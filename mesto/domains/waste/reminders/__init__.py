"""Residents are reminded of what is collected at their door, by mail or by a browser.

wish → due → notice; who is reached how is kept by `mesto.operations.notifications`
"""
