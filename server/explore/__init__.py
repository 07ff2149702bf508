"""What the pages and the API show: lists out of an index of the graph, single things out of the graph itself."""
