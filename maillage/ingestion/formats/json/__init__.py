"""Knows the JSON format: a list of objects, or an object that holds one list; nested keys are reached as "a.b"."""
