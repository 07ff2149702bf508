"""The HTTP side: an ASGI application for SPARQL, with the pages' WSGI application behind it.

It runs no query of unknown cost: those go to the engine processes. Its processes keep nothing that another request
needs, so any of them can answer any request.
"""
