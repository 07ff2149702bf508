"""Text → Doc: the shipped model and its spaCy components; the only part of the project that knows the network."""

from kg.language.pipeline import load_pipeline

__all__ = ["load_pipeline"]
