"""The organisation at work: departments that observe, plan, seek approval, hand over and carry out."""
