"""Privacy: cases in which somebody asks what is kept about them, and has it erased, in all three services.

A case is about one address that its owner has proved. Decision 0034.
"""
