"""Knows how one received value becomes a clean one. Pure functions: `value -> (clean, remarks)`; none ever raises or invents."""
