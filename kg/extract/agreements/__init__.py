"""Deals: triggers, parties, what they establish and how they stand."""
