"""The sockets through which the town speaks: HTTP, MQTT and a feed of its own."""
