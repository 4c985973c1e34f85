"""What single duties, links and people of an organisation are worth: one change at a time, under the same luck."""
