"""Goldthread: one thread of data from shop to doorstep."""
