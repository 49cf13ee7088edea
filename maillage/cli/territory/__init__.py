"""Knows how a territory begins: the lists that speak of it are brought in, then what is known of it is said."""
