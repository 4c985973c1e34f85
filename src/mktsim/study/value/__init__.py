"""Value of single duties, links and staff of an organisation: one change at a time, common random numbers."""
