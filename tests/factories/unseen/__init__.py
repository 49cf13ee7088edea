"""Knows made-up lists in the writings that territories use, each with the mapping of the national tool and what must be read in it. No person is in them."""
