"""The Young Commissioners Panel: who is asked, what they say, and what they are told.

Owns panels, members (by code, never by name), sessions, drafts, recommendations and answers.
Consumes proposal.*, as copies of its own. Publishes panel.*, in which no member can be recognised.
"""
