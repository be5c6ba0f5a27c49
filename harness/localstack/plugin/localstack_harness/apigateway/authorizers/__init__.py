"""Who may send a request: Lambda authorizers and Cognito user pools."""
