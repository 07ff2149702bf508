"""Processes that run queries and updates, each of which can be ended without harm to the others.

The engine cannot cancel a query, so each runs in a process of its own kind: single-threaded but for a watch that ends
the process at the deadline, at the memory limit, or when the client has gone.
"""
