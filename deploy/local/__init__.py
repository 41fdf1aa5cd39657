"""Everything on one machine: finds or starts the servers, runs the product, and says what it does.

Each module is one command of the Makefile or one thing that such a command needs. What runs before
the virtual environment exists (`prepare` and what it imports) uses the standard library only.
"""
