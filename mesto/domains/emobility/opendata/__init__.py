"""Where anybody may charge, what is free there and what it costs: open data."""
