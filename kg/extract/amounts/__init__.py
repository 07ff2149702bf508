"""Times and quantities as written, and the intervals that they mean."""
