"""The graph as a Reconciliation service, https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410

OpenRefine and its like match a table's names against the actors and places of the graph, and take their properties.

    questions    what was asked, checked
    matching     names → candidates with scores
    properties   what can be taken of a thing, and its values
    service      the HTTP side
"""
