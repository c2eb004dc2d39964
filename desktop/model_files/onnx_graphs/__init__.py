"""ONNX files as graphs: their arrays checked, their nodes in order, and what each is as a layer."""
