"""Tables of assets: a query over the live picture and the present, and its export."""
