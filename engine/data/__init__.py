"""Pictures in, batches out.

May import `contract`.
"""
