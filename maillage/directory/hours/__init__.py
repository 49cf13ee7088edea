"""Knows opening hours: reading them (`osm`, `days`), the days of a week (`table`), whether a place is open (`status`), saying it (`say`).

Hours are stored in the syntax of OpenStreetMap (https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification).
French free text is not read yet: it stays in `hours_words`.
"""
