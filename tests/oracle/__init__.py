"""What due times ought to be, found the slow way by code that shares nothing with the product."""
