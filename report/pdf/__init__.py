"""What is read of any PDF by all who read one: its structure tree, its dates, whether it is sound.

In: a PDF. Out: plain objects.
"""
