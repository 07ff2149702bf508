"""Extraction on several machines, with Ray (extra: cluster)."""
