"""What files say, frozen."""
