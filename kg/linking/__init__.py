"""Which outside thing a name of an article means: candidates from the gazetteer, a calibrated confidence, a decision.

Nothing here knows RDF or the language model: a thing comes with its class, its names and the article around it, and a
decision with its reasons goes out. The same input gives the same decision.
"""
