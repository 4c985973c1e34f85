"""Value of information: better knowledge, faster work, a known world."""
