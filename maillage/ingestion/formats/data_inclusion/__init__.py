"""Knows data·inclusion v1: structures and their services, joined into one row per structure."""
