"""Knows how what we keep of a list compares with what the national tool keeps of it: row by row, field by field, with a reason for each difference."""
