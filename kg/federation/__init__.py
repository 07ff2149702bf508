"""SERVICE without the engine's own client: other endpoints are asked by us, and their rows put into the query.

    shape    where a query's SERVICE blocks stand, and what stands beside them
    plan     which values the rest of the query has for a block, and what is asked with them
    rows     SPARQL JSON results ↔ terms ↔ VALUES
    follow   the whole way: local values → batches to the endpoint → a query without SERVICE

The result means the same as the query with SERVICE would: a block's rows that can join with nothing are left out, and
nothing else. Where that cannot be had, the query is refused.
"""
