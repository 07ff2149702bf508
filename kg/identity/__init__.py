"""What is decided across articles: kept in a graph of its own, which can be thrown away and made again."""
