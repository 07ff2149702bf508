"""What strikes, agreements and zones have in common: who fills a role, when, with what, and whether it happened."""
