"""Corpora → multi-task network → ONNX. The only part of the project that needs PyTorch (extra ``train``)."""
