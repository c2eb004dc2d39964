"""What can be taken along: a network as PyTorch code, safetensors or ONNX, and settings as a file."""
