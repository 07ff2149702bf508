"""SPARQL 1.1 over HTTP: protocol, negotiation, execution."""

from server.sparql.routes import endpoint

__all__ = ["endpoint"]
