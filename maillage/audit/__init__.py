"""Knows who did what, when and on what. Events outlive what they speak of: no foreign keys. Persons stand apart, so that they can be erased."""
