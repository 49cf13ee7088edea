"""Knows mappings: which column says what. Two written forms, ours (TOML) and the national tool's (`config.json`), one plan."""
