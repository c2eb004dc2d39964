"""ONNX files as graphs: their arrays checked, their nodes as layers, and running them on a picture."""
