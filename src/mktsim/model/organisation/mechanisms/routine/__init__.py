"""Weekly routine that goes on whether or not anybody plans it."""
