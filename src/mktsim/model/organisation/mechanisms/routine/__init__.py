"""What goes on every week whether or not anybody plans it."""
