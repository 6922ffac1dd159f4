"""What charging costs: tariffs by OCPI 2.2.1, and what a session comes to. Pure."""
