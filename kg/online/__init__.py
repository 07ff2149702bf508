"""Links and facts from Wikidata itself, for who switches that on: what the articles name and the gazetteer lacks.

    wanted     what the graph names and has no link for
    wikidata   Wikidata's search and query service, as questions and answers
    judging    which item is meant: by name, type, country and time
    kept       the file of what was found, from which the graph is made again without a network
    linking    the order of it all

Nothing here is asked unless ``kg link --online`` is called.
"""
