"""Knows how persons show in lists: in their names, addresses and numbers. Pure; read when lists are received and when data leaves."""
