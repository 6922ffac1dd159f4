"""Entity maps: which entities a query found, so that its pages are of one piece."""
