"""Measures the product on this machine against what it promises: `make bench`.

Everything runs on private servers in a folder of its own, which goes away at the end. Each number
is measured while the command runs; nothing is remembered from an earlier run.
"""
