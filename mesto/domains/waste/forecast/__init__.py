"""How full containers will be, how sure that is, and where a sensor would pay."""
