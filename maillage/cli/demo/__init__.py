"""Knows the demonstration: an invented département taken through the pipeline of real ones, and a few people to sign in as."""
