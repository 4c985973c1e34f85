"""Value experiments as text and figures."""
