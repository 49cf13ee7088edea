"""Knows the CSV format: any delimiter, quoted line breaks, mixed line ends, repeated or empty headers."""
