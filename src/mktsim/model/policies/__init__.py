"""Policy rules: what a deciding department sees becomes a decision; pure."""
