"""Readers of the annotated corpora: each yields :class:`~kg.training.sentence.Sentence`."""
