"""Actors and places: every mention, and the node that it denotes."""
