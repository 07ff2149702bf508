"""Attacks: triggers, their senses, their roles, and which triggers speak of the same attack."""
