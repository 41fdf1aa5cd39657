"""The rules of joint delivery and review: contracts, returns, notices and shared money."""
