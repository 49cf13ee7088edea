"""Knows how an instance is: for the person who keeps it, for the machine that watches it. Nothing secret is told."""
