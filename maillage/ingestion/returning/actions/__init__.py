"""Knows what is written of corrections sent back to lists."""
