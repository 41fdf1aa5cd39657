"""Everything this product needs on a machine: Python packages, servers, a browser, page parts.

It runs before there is a virtual environment, so it uses the standard library only. Each part is
looked at first and left alone when it is there; what was done half is done again.
"""
