"""Knows how the base is given to everyone: exports, later the API, feeds and the widget. Never personal data, even indirectly."""
