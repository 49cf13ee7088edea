"""Knows the field's words, and what may be inferred from them where a list says nothing itself."""
