"""Knows our own complete form: places told as statements."""
