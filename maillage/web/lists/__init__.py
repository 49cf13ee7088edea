"""Knows the pages where coordinators look after the lists of their territory."""
