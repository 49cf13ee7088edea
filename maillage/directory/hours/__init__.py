"""Knows opening hours: reading them (`osm`, `days`, `french`), the days of a week (`table`), whether a place is open (`status`), saying it (`say`).

Hours are stored in the syntax of OpenStreetMap (https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification).
What leaves a doubt stays in the words of its owner, in `hours_words`. `expression` takes the syntax apart, so that it can be said.
"""
