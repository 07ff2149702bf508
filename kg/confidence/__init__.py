"""How sure each thing and value is: the share of such values that annotators found right, not a guess by hand.

``with_confidence`` gives every record and fact of an Extraction its confidence; ``SignReader`` says what of them the
share depends on; the weights are fitted by ``kg.evaluation.confidence_fit``.
"""

from kg.confidence.given import with_confidence
from kg.confidence.signs import PROPERTIES, NodeRecord, SignReader, Signs
from kg.confidence.weights import Weights, read_weights

__all__ = ["PROPERTIES", "NodeRecord", "SignReader", "Signs", "Weights", "read_weights", "with_confidence"]
