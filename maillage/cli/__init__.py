"""Knows the commands: what a person or a scheduler asks for, its progress, its summary and its exit code."""
