"""The API as OpenAPI says it, written from the routes that answer. Pure."""
