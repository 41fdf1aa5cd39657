"""The rules of joint planning: pure, given dates and facts, answering with new objects."""
