"""Questions: from files and names to a resolved study."""
