"""Payloads to observations and entities to payloads. Pure: values in, values out."""
