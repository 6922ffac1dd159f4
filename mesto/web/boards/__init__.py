"""Boards: what their panels show, of now and of the past."""
