"""The web side: a SPARQL endpoint and pages over a published store. Never knows the language model."""
