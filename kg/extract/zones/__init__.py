"""Zones: head nouns, what lies around them, and who holds them."""
