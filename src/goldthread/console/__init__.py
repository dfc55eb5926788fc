"""The console: what people see and do in a browser, on the services that the API uses."""
